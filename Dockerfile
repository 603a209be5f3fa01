# Drillbot in an image of its own: one static program, no shell, not root.
#
#   docker build -t drillbot .
#   docker run -d --name drillbot -v drillbot:/data -e DISCORD_TOKEN --restart unless-stopped drillbot
#   docker exec drillbot drillbot backup /data/today.backup
#
# cmd/drillbot/OPERATIONS.md is the guide.
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags='-s -w' -o /out/drillbot ./cmd/drillbot
RUN mkdir -m 700 /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/drillbot /bin/drillbot
COPY --from=build --chown=65532:65532 /out/data /data
ENV PATH=/bin DRILLBOT_DATA=/data DRILLBOT_HTTP=0.0.0.0:8080
USER 65532:65532
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["drillbot", "ready"]
ENTRYPOINT ["drillbot"]
