# Images of what Maven built. First: mvn -q package -DskipTests
#   docker build -t zoom-hosts .                            the program
#   docker build -t zoom-hosts-sandbox --target sandbox .   a Zoom to try it with
# Both run as a user without name or home and write to /tmp only: the root file system can be read-only.

# The oldest Java that the program supports. The tag moves with security updates.
FROM eclipse-temurin:17-jre AS java
USER 10001:10001

FROM java AS sandbox
WORKDIR /opt/sandbox
COPY target/zoom-hosts/lib/jackson-*.jar lib/
COPY target/test-classes/io/zoomhosts/sandbox io/zoomhosts/sandbox/
EXPOSE 8080
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-cp", ".:lib/*", "io.zoomhosts.sandbox.SandboxZoom", "--host", "0.0.0.0"]

FROM java AS zoom-hosts
WORKDIR /opt/zoom-hosts
COPY target/zoom-hosts ./
# Heap: at most three quarters of the container's memory.
ENV JAVA_OPTS="-XX:MaxRAMPercentage=75"
# A container's loopback cannot be reached from outside. Publishing the port decides who may ask.
ENV MANAGEMENT_HOST=0.0.0.0
EXPOSE 9876
ENTRYPOINT ["/opt/zoom-hosts/bin/zoom-hosts"]
