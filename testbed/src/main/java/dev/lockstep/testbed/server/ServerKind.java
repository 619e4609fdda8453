package dev.lockstep.testbed.server;

/** The servers that there are, and how each is called in every place where one is looked for. */
enum ServerKind {
    MYSQL("MySQL", "mysql", "lockstep.mysql.url", "lockstep.mysqld", "mysql:8.4", 3306),
    REDIS("Redis", "redis", "lockstep.redis.url", "lockstep.redis-server", "redis:7", 6379);

    private final String title;
    private final String scheme;
    private final String addressProperty;
    private final String binaryProperty;
    private final String image;
    private final int usualPort;

    ServerKind(
            String title, String scheme, String addressProperty, String binaryProperty, String image, int usualPort) {
        this.title = title;
        this.scheme = scheme;
        this.addressProperty = addressProperty;
        this.binaryProperty = binaryProperty;
        this.image = image;
        this.usualPort = usualPort;
    }

    /** What people call it. */
    String title() {
        return title;
    }

    /** What its addresses start with. */
    String scheme() {
        return scheme;
    }

    /** The system property that holds the address of a server that is there already. */
    String addressProperty() {
        return addressProperty;
    }

    /** The system property that holds the path of a server's binary. */
    String binaryProperty() {
        return binaryProperty;
    }

    /** The image of a container. */
    String image() {
        return image;
    }

    /** The port inside a container, and of an address that names none. */
    int usualPort() {
        return usualPort;
    }
}
