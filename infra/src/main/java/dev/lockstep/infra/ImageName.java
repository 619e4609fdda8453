package dev.lockstep.infra;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awscdk.services.ecr.Repository;
import software.amazon.awscdk.services.ecr.RepositoryAttributes;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.constructs.Construct;

/**
 * A container image that was built and pushed before. Nothing is built at synthesis, so no container engine is needed.
 *
 * @param repository with the registry's host, if it has one
 * @param tag required: without one a restart could bring another version
 */
record ImageName(String repository, String tag) {

    private static final Pattern IMAGE =
            Pattern.compile("([a-z0-9.-]+(?::\\d+)?(?:/[a-z0-9._-]+)*):([A-Za-z0-9_][A-Za-z0-9._-]{0,127})");
    private static final Pattern PRIVATE_ECR =
            Pattern.compile("(\\d{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.(amazonaws\\.com(?:\\.cn)?)/(.+)");

    /** Throws IllegalArgumentException where the text is not {@code repository:tag}. */
    static ImageName parse(String text) {
        Matcher matcher = IMAGE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException();
        }
        return new ImageName(matcher.group(1), matcher.group(2));
    }

    /** The image for a task. One in a private ECR also gives the task's execution role the right to pull it. */
    ContainerImage image(Construct scope) {
        Matcher ecr = PRIVATE_ECR.matcher(repository);
        if (!ecr.matches()) {
            return ContainerImage.fromRegistry(repository + ":" + tag);
        }
        String partition = ecr.group(3).endsWith(".cn") ? "aws-cn" : "aws";
        RepositoryAttributes attributes = RepositoryAttributes.builder()
                .repositoryName(ecr.group(4))
                .repositoryArn(
                        "arn:%s:ecr:%s:%s:repository/%s".formatted(partition, ecr.group(2), ecr.group(1), ecr.group(4)))
                .build();
        return ContainerImage.fromEcrRepository(
                Repository.fromRepositoryAttributes(scope, "Repository", attributes), tag);
    }
}
