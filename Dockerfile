# Images of what Maven built. First: mvn -q package -DskipTests
#   docker build -t zoom-hosts .                            the program
#   docker build -t zoom-hosts-sandbox --target sandbox .   a Zoom to try it with
# Both run as a user without name or home, and write to /tmp only, and to what is mounted: the root file system can be
# read-only.

# The oldest Java that the program supports. The tag moves with security updates.
FROM eclipse-temurin:17-jre AS java
# Steps of yours may write files there. A new volume that is mounted there belongs to the user, as the folder does.
RUN install -d -o 10001 -g 10001 /var/lib/zoom-hosts
USER 10001:10001

FROM java AS sandbox
WORKDIR /opt/sandbox
# Its own files: their modes are those that the umask of the build gave them.
COPY --chown=10001:10001 target/zoom-hosts/lib/jackson-*.jar target/zoom-hosts-*-sandbox.jar lib/
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-cp", "lib/*", "io.zoomhosts.sandbox.SandboxZoom", "--host", "0.0.0.0"]

FROM java AS zoom-hosts
LABEL org.opencontainers.image.title="zoom-hosts" \
      org.opencontainers.image.description="Zoom's active/inactive host report in Kafka: each window whole, checked and announced" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /opt/zoom-hosts
COPY target/zoom-hosts ./
# Heap: at most three quarters of the container's memory. JAVA_OPTS comes after it, and wins.
ENV JAVA_OPTS_OF_IMAGE="-XX:MaxRAMPercentage=75"
# A container's loopback cannot be reached from outside. Publishing the port decides who may ask.
ENV MANAGEMENT_HOST=0.0.0.0
EXPOSE 9876
ENTRYPOINT ["/opt/zoom-hosts/bin/zoom-hosts"]
