# The base of the helper container, for engines whose machine is not like the one that the harness runs on (the harness makes it by
# itself where it can). The tag is the one that the harness looks for:
#     docker build -f docker/helper.Dockerfile -t rafttorture/tools:people docker
ARG DEBIAN_IMAGE=debian:12-slim
ARG DOTNET_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0
FROM ${DOTNET_IMAGE} AS dotnet

FROM ${DEBIAN_IMAGE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      nftables iptables iproute2 mount util-linux e2fsprogs strace procps libstdc++6 libssl3 ca-certificates \
 && rm -rf /var/lib/apt/lists/*
COPY --from=dotnet /usr/share/dotnet /usr/share/dotnet
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/usr/share/dotnet \
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
