# Builds the image of one service from the output of "mvn package":
#   mvn -DskipTests package && docker build --build-arg SERVICE=gateway -t rollcall/gateway .
# For all images: docker-compose build.
ARG RUNTIME=eclipse-temurin:25-jre

# Separate layers: third-party libraries, which seldom change, and Rollcall's own.
FROM ${RUNTIME} AS layers
ARG SERVICE
COPY ${SERVICE}/target/lib/ /libraries/
RUN mkdir /ours && for own in schemas deployment verification outbox projection tracing throttle web; do \
      for jar in /libraries/$own-*.jar; do if [ -e "$jar" ]; then mv "$jar" /ours/; fi; done; \
    done

FROM ${RUNTIME} AS service
ARG SERVICE
WORKDIR /app
COPY --from=layers /libraries/ lib/
COPY --from=layers /ours/ lib/
COPY ${SERVICE}/target/${SERVICE}.jar service.jar
# The two services that compute password hashes take memory for them outside the heap.
RUN case ${SERVICE} in registration-service|session-service) heap=40;; *) heap=60;; esac \
 && echo "-XX:MaxRAMPercentage=$heap -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -Djava.security.egd=file:/dev/urandom --enable-native-access=ALL-UNNAMED" > options \
 && case ${SERVICE} in gateway) echo 9080;; registration-service) echo 9081;; session-service) echo 9082;; notification-service) echo 9083;; *) echo 9084;; esac > port

# Trains the AOT cache: starts the service up to its first connection and stores the loaded and linked classes.
FROM service AS trained
ARG SERVICE
COPY local/target/lib/ /launcher/lib/
COPY local/target/local.jar /launcher/
RUN java -cp /launcher/local.jar dev.rollcall.local.Rollcall secrets /secrets \
 && ROLLCALL_SECRETS=/secrets/${SERVICE} java @options -XX:AOTCacheOutput=service.aot -Dspring.context.exit=onRefresh \
      -jar service.jar \
 && test -s service.aot

FROM service
ARG SERVICE
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Rollcall ${SERVICE}" \
      org.opencontainers.image.description="Sign-up, sign-in and notifications as event-driven services on Kafka" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=trained /app/service.aot service.aot
COPY ${SERVICE}/target/classes/META-INF/sbom/ sbom/
ENV SERVER_ADDRESS=0.0.0.0 MANAGEMENT_SERVER_ADDRESS=0.0.0.0
USER 10001:10001
HEALTHCHECK --interval=5s --timeout=3s --start-period=90s --retries=3 CMD ["/bin/bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/$(cat /app/port) && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["java", "@/app/options", "-XX:AOTCache=/app/service.aot", "-jar", "/app/service.jar"]
