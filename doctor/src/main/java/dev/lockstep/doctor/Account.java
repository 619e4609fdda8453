package dev.lockstep.doctor;

import dev.lockstep.cache.table.TableName;

/**
 * Who asks, as the server knows them, and what they lack in words that can be pasted.
 *
 * @param user without quotes
 * @param host without quotes; may hold wildcards
 */
record Account(String user, String host) {

    /** From what {@code CURRENT_USER()} says. */
    static Account parse(String currentUser) {
        int at = currentUser.lastIndexOf('@');
        return at < 0
                ? new Account(currentUser, "%")
                : new Account(currentUser.substring(0, at), currentUser.substring(at + 1));
    }

    String grantOnServer(String privilege) {
        return "GRANT %s ON *.* TO %s;".formatted(privilege, this);
    }

    String grantSelect(TableName table) {
        return "GRANT SELECT ON %s TO %s;".formatted(quoted(table), this);
    }

    /** As it stands in a statement. */
    static String quoted(TableName table) {
        return "`%s`.`%s`"
                .formatted(table.schema().replace("`", "``"), table.table().replace("`", "``"));
    }

    @Override
    public String toString() {
        return "'%s'@'%s'".formatted(user.replace("'", "''"), host.replace("'", "''"));
    }
}
