# Images of the Maven build. First: mvn -q package -DskipTests
#   docker build -t zoom-hosts .                            zoom-hosts
#   docker build -t zoom-hosts-sandbox --target sandbox .   the sandbox Zoom
# Both run as a user without name or home. They write only to /tmp and to mounted folders: the root file system can be read-only.

# The modules of Java that zoom-hosts, its libraries and the sandbox use, and the files that these and bin/zoom-hosts need of an operating
# system: nothing else is in the images.
FROM eclipse-temurin:17-jre AS parts
RUN apt-get update && apt-get install -y --no-install-recommends openjdk-17-jdk-headless
# jdk.security.auth and java.security.jgss: Kerberos for Kafka. java.desktop: Quartz sets its properties by java.beans.
RUN jlink \
      --add-modules java.base,java.compiler,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.rmi,java.scripting,java.security.jgss,java.security.sasl,java.sql,jdk.crypto.ec,jdk.httpserver,jdk.jfr,jdk.management,jdk.net,jdk.security.auth,jdk.unsupported,jdk.zipfs \
      --exclude-files '/java.desktop/**.so' \
      --strip-java-debug-attributes --no-header-files --no-man-pages --compress 2 --output /system/opt/java
SHELL ["/bin/bash", "-euo", "pipefail", "-c"]
# Under the names by which they are found: cp -L copies what a link leads to.
RUN programs=(/bin/bash /bin/sh /usr/bin/dirname /usr/bin/readlink); \
    libraries=$(ldd "${programs[@]}" /system/opt/java/bin/java /system/opt/java/lib/*.so /system/opt/java/lib/server/*.so \
      | grep -o '/[^ ]*\.so[^ ]*' | grep -v '^/system' | sort -u); \
    for file in "${programs[@]}" $libraries /etc/nsswitch.conf; do \
      mkdir -p "/system$(dirname "$file")"; \
      cp -L "$file" "/system$file"; \
    done; \
    install -d -m 1777 /system/tmp; \
    # Your steps may write files here, and the licence answer keeps its database here. A new volume mounted on one of these folders
    # gets the folder's owner.
    install -d -o 10001 -g 10001 /system/var/lib/zoom-hosts /system/var/lib/zoom-hosts/licences

FROM scratch AS java
COPY --from=parts /system /
ENV PATH=/opt/java/bin:/usr/bin:/bin JAVA_HOME=/opt/java
USER 10001:10001

FROM java AS sandbox
WORKDIR /opt/sandbox
# --chown, because the umask of the build may have made the files unreadable for others.
COPY --chown=10001:10001 target/zoom-hosts/lib/jackson-*.jar target/zoom-hosts-*-sandbox.jar lib/
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-cp", "lib/*", "io.zoomhosts.sandbox.SandboxZoom", "--host", "0.0.0.0"]

FROM java AS zoom-hosts
LABEL org.opencontainers.image.title="zoom-hosts" \
      org.opencontainers.image.description="Zoom's active/inactive host report in Kafka: each window complete, checked and announced" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /opt/zoom-hosts
COPY target/zoom-hosts ./
# Heap: at most three quarters of the container's memory. JAVA_OPTS overrides this.
ENV JAVA_OPTS_OF_IMAGE="-XX:MaxRAMPercentage=75"
# A container's loopback is unreachable from outside. The published port decides who has access. The page of the licence answer shows
# people, so it stays on loopback until LICENCES_HOST is set, which needs LICENCES_TOKEN.
ENV MANAGEMENT_HOST=0.0.0.0 \
    LICENCES_FOLDER=/var/lib/zoom-hosts/licences
EXPOSE 9876 8080
ENTRYPOINT ["/opt/zoom-hosts/bin/zoom-hosts"]
