using System.Collections.Immutable;
using System.Net;
using RaftTorture.Raft;

namespace RaftTorture.Node.Options;

/// <summary>What a node is told on its command line. <see cref="OptionTable"/> says how each is written.</summary>
internal sealed record NodeOptions
{
    /// <summary>Where the log lives; made if it is not there.</summary>
    public string DataDirectory { get; init; } = "";

    /// <summary>Peers of another cluster are refused.</summary>
    public string ClusterId { get; init; } = "raft";

    /// <summary>This node founds no cluster: it waits until a running one adds it.</summary>
    public bool Join { get; init; }

    /// <summary>The protocol's knobs. Its members and seed are filled in by <see cref="ConfigOf"/>.</summary>
    public RaftConfig Raft { get; init; } = new() { Id = default, Members = [], Seed = 0 };

    public NodeId Id => Raft.Id;

    public NodePorts Ports { get; init; } = new();

    public TlsFiles? Tls => TlsCertificate is { } certificate && TlsKey is { } key && TlsAuthority is { } authority ? new(certificate, key, authority) : null;

    public string? TlsCertificate { get; init; }

    public string? TlsKey { get; init; }

    public string? TlsAuthority { get; init; }

    /// <summary>The address to dial for other nodes; it goes before what the configuration says.</summary>
    public ImmutableSortedDictionary<NodeId, DnsEndPoint> Peers { get; init; } = ImmutableSortedDictionary<NodeId, DnsEndPoint>.Empty;

    /// <summary>The HTTP address of each member, given to clients as a hint.</summary>
    public ImmutableSortedDictionary<NodeId, Uri> Clients { get; init; } = ImmutableSortedDictionary<NodeId, Uri>.Empty;

    public int SegmentBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The log is flushed in the background that often, milliseconds; 0 flushes before entries are acknowledged.</summary>
    public int FlushIntervalMs { get; init; }

    /// <summary>After so much log time without a write a session expires: longer than any pause or partition that a client should survive.</summary>
    public int SessionTtlMs { get; init; } = 10 * 60 * 1000;

    /// <summary>Where the trace goes; null for none.</summary>
    public string? TraceFile { get; init; }

    /// <summary>A torture knob: each flush takes this much longer.</summary>
    public int FsyncDelayMs { get; init; }

    /// <summary>A torture knob: each batch that applies something takes this much longer.</summary>
    public int ApplyDelayMs { get; init; }

    /// <summary>End when standard input closes, or when the parent dies, and not at SIGINT, SIGTERM or SIGHUP.</summary>
    public bool ParentWatch { get; init; }

    /// <summary>The founders, as each of them is told: its peers and itself. None if it joins.</summary>
    public ImmutableArray<NodeId> Founders => Join ? [] : [.. Peers.Keys.Append(Id).Order()];

    public RaftConfig ConfigOf(ulong seed) => Raft with { Members = Founders, Seed = seed };
}

/// <summary>Files in PEM: this node's certificate (with what leads to the authority, if anything), its key, the cluster's authority.</summary>
internal sealed record TlsFiles(string Certificate, string Key, string Authority);
