package io.zoomhosts.licences;

import java.nio.file.Path;

/**
 * The settings {@code licences.*}.
 *
 * @param topic topic of the report hosts; its runs are in {@code <topic>.runs}
 * @param months how many months without a meeting count as idle
 * @param databaseUrl JDBC URL of a PostgreSQL database; empty for the embedded database in {@code folder}
 * @param folder folder of the embedded database
 * @param host address of the page
 * @param port port of the page; 0 for any free port
 * @param token secret that requests must contain; empty for none
 * @param passwordFile file of users and passwords; empty for none
 * @param file file of exclusions and prices; empty for none
 */
public record LicenceSettings(
        String topic,
        int months,
        String databaseUrl,
        String databaseUser,
        String databasePassword,
        Path folder,
        String host,
        int port,
        String token,
        String passwordFile,
        String file) {

    public String runsTopic() {
        return topic + ".runs";
    }
}
