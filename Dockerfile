# Images of the Maven build. First: mvn -q package -DskipTests
#   docker build -t zoom-hosts .                            zoom-hosts
#   docker build -t zoom-hosts-sandbox --target sandbox .   the sandbox Zoom
# Both run as a user without name or home. They write only to /tmp and to mounted folders: the root file system can be read-only.

# The oldest supported Java. The tag moves with security updates.
FROM eclipse-temurin:17-jre AS java
# Your steps may write files here, and the licence answer keeps its database here. A new volume mounted on one of these folders gets
# the folder's owner.
RUN install -d -o 10001 -g 10001 /var/lib/zoom-hosts /var/lib/zoom-hosts/licences
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
