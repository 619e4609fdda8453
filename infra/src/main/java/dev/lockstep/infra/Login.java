package dev.lockstep.infra;

import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/** A user name and a password that is made by Secrets Manager at deployment and known to nobody before. */
record Login(String user, ISecret secret) {

    private static final int PASSWORD_LENGTH = 32;

    static Login generate(Construct scope, String id, String user, String purpose) {
        return new Login(
                user,
                Secret.Builder.create(scope, id)
                        .description(purpose)
                        .generateSecretString(SecretStringGenerator.builder()
                                .secretStringTemplate("{\"username\":\"%s\"}".formatted(user))
                                .generateStringKey("password")
                                .passwordLength(PASSWORD_LENGTH)
                                // Letters and digits only: it becomes part of a URL and of SQL.
                                .excludePunctuation(true)
                                .build())
                        .build());
    }

    /** The password for a template: a reference that is resolved at deployment. */
    String passwordReference() {
        return secret.secretValueFromJson("password").unsafeUnwrap();
    }
}
