using System.Net;
using System.Net.Sockets;
using RaftTorture.Kv.Api;
using RaftTorture.Node.Storage;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;

namespace RaftTorture.Node.Tests;

/// <summary>A node that cannot start says why on one line and ends; one that had better not start says so.</summary>
public class StartUpErrorTests
{
    [Test]
    public async Task Missing_and_wrong_arguments_are_all_named_at_once()
    {
        var (exitCode, error) = await TestNode.RunToEndAsync("--id", "seven", "--peer-port", "99999", "--nonsense");

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(error, Does.Contain("seven").And.Contain("99999").And.Contain("--nonsense").And.Contain("--data is missing"));
    }

    [Test]
    public async Task A_configuration_that_runs_but_not_well_is_warned_of()
    {
        using var directory = new TemporaryDirectory();
        using var node = TestNode.Cluster(1, directory.Path, "--heartbeat-ms", "100")[0];

        await node.StartAsync();

        await Eventually.Async(() => Task.FromResult(node.Output.Contains("warning: a heartbeat of 100 ms")), () => $"no warning:\n{node.Output}");
    }

    [Test]
    public async Task A_peer_port_in_use_is_named()
    {
        using var directory = new TemporaryDirectory();
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var port = ((IPEndPoint)holder.LocalEndpoint).Port;
        using var node = TestNode.Cluster(1, directory.Path)[0];
        node.Arguments[Array.IndexOf(node.Arguments, "--peer-port") + 1] = $"{port}";

        var (exitCode, error) = await TestNode.RunToEndAsync(node.Arguments);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(error, Does.Contain($"{port}").And.Contain("--peer-port"));
    }

    [Test]
    public async Task A_client_port_in_use_is_named()
    {
        using var directory = new TemporaryDirectory();
        using var node = TestNode.Cluster(1, directory.Path)[0];
        using var holder = new TcpListener(IPAddress.Loopback, node.Address.Port);
        holder.Start();

        var (exitCode, error) = await TestNode.RunToEndAsync(node.Arguments);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(error, Does.Contain($"{node.Address.Port}").And.Contain("--client-port"));
    }

    [Test]
    public async Task A_damaged_log_is_refused_with_the_file_and_what_to_do()
    {
        using var directory = new TemporaryDirectory();
        using var node = TestNode.Cluster(1, directory.Path)[0];
        await node.StartAsync();
        await Eventually.Async(async () => (await node.StatusAsync()).Commit >= 1, () => "nothing is committed");
        await node.SendAsync(new KvRequest { Op = KvOp.Put, Key = "x", Value = "8" });
        node.Kill();
        var log = Path.Combine(directory.Path, "n1", "log-0000000000000001");
        var bytes = await File.ReadAllBytesAsync(log);
        bytes[60] ^= 0xFF; // In the first batch: the second, sound one behind it shows that this is no torn tail.
        await File.WriteAllBytesAsync(log, bytes);

        var (exitCode, error) = await TestNode.RunToEndAsync(node.Arguments);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(error, Does.Contain(log).And.Contain("corrupt at byte"));
    }

    [Test]
    public async Task A_sound_snapshot_that_means_nothing_here_is_no_fault_of_the_command_line()
    {
        using var directory = new TemporaryDirectory();
        using var node = TestNode.Cluster(1, directory.Path)[0];
        WriteSnapshotOfAnotherMachine(Path.Combine(directory.Path, "n1"));

        var (exitCode, error) = await TestNode.RunToEndAsync(node.Arguments);

        Assert.That(exitCode, Is.EqualTo(1));
        Assert.That(error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(error, Does.Contain("snapshot: version"));
    }

    private static void WriteSnapshotOfAnotherMachine(string directory)
    {
        using var disk = new FileDisk(directory);
        var founding = Configuration.Of([new NodeId(1)]);
        using var storage = ReplicaStorage.Open(disk, founding, newIncarnation: 1);
        var draft = storage.Snapshots.Begin(new SnapshotMeta(new LogIndex(1), new Term(1), founding));
        draft.Add([1, 99]); // An item of one byte: the version.
        draft.Complete();
    }
}
