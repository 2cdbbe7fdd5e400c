using RaftTorture.Targets.Kernel.Firewall;

namespace RaftTorture.Targets.Tests.Kernel;

/// <summary>What the firewall is told, and what it tells.</summary>
public sealed class FirewallTextTests
{
    private static readonly AddressPair Pair = new("198.18.0.1", "198.18.0.2");

    [Test]
    public void A_change_is_one_line_and_so_one_transaction()
    {
        var cuts = new Cuts([Pair, Pair], [], [], 7000);
        Assert.That(FirewallText.Change("t", cuts, hasResets: true), Is.EqualTo(
            "flush set bridge t cut; add element bridge t cut { 198.18.0.1 . 198.18.0.2 }; "
            + "flush set bridge t cut_requests; flush set bridge t cut_copies; flush set ip t cut_resets"));
    }

    [Test]
    public void Requests_are_cut_by_port_and_resets_where_ip_is_filtered()
    {
        var text = FirewallText.Change("t", new Cuts([], [Pair], [Pair], 7000), hasResets: true);
        Assert.That(text, Does.Contain("add element bridge t cut_requests { 198.18.0.1 . 198.18.0.2 . 7000 }"));
        Assert.That(text, Does.Contain("add element ip t cut_resets { 198.18.0.1 . 198.18.0.2 }"));
    }

    [Test]
    public void A_kernel_that_cannot_reset_is_not_told_of_resets() =>
        Assert.That(FirewallText.Change("t", Cuts.None, hasResets: false), Does.Not.Contain("ip t"));

    [Test]
    public void Tables_are_owned_and_a_line_each()
    {
        Assert.That(FirewallText.CreateDrops("t"), Does.StartWith("add table bridge t { flags owner; };").And.Not.Contains("\n"));
        Assert.That(FirewallText.CreateResets("t"), Does.StartWith("add table ip t { flags owner; };").And.Not.Contains("\n"));
    }

    [Test]
    public void Elements_and_counters_are_read()
    {
        const string listed = """
            {"nftables": [{"metainfo": {}}, {"set": {"name": "cut", "elem": [{"concat": ["a", "b"]}, {"concat": ["b", "a"]}]}}, {"set": {"name": "cut_requests"}},
              {"rule": {"comment": "packets", "expr": [{"match": {}}, {"counter": {"packets": 5, "bytes": 300}}, {"drop": null}]}},
              {"rule": {"comment": "requests", "expr": [{"counter": {"packets": 2, "bytes": 120}}]}}, {"rule": {"expr": [{"jump": {"target": "judge"}}]}}]}
            """;
        Assert.That(FirewallState.Parse(listed), Is.EqualTo(new FirewallState(2, 7, 0)));
    }
}
