# The mock cloud in a container: every action of three clouds, for programs in any language.
#
#   docker build --tag cloudwright-mock .
#   docker run --rm --network none cloudwright-mock --help
#   docker run --rm --publish 127.0.0.1:8080:8080 cloudwright-mock --service tencent-vod
#
# It holds the one program and nothing else: no shell, no files that it writes, no user but nobody. It asks nothing
# of a network and only answers. What steers the mock (`/_mock/…`) is for programs in the container's own network
# namespace (`--network container:NAME`), not for the published port.
FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev gcc
WORKDIR /source
COPY . .
RUN CARGO_PROFILE_RELEASE_STRIP=symbols CARGO_PROFILE_RELEASE_LTO=thin \
    cargo build --release --locked --package cloudwright-cli

FROM scratch
COPY --from=build /source/target/release/cloudwright /cloudwright
COPY --from=build /source/LICENSE-APACHE /source/LICENSE-MIT /
USER 65534:65534
EXPOSE 8080
ENTRYPOINT ["/cloudwright", "mock", "--listen", "0.0.0.0", "--port", "8080"]
