namespace RaftTorture.Kv.Tests;

[TestFixture]
public sealed class StateHashTests
{
    [Test]
    public void Machines_that_applied_the_same_prefix_agree_at_every_step([Range(1, 20)] int seed)
    {
        KvMachine one = new(), other = new();
        foreach (var command in RandomCommands.From(seed).Take(200))
        {
            one.Apply(command);
            other.Apply(command);
            Assert.That(one.StateHash, Is.EqualTo(other.StateHash));
        }
    }

    [Test]
    public void Skipping_any_single_command_that_mattered_is_seen()
    {
        SessionCommand[] commands =
        [
            new("a", 1, new KvCommand.Put("x", "1")),
            new("b", 1, new KvCommand.Append("y", "2")),
            new("c", 1, new KvCommand.Cas("x", "1", "3")),
            new("d", 1, new KvCommand.Delete("y")),
        ];

        var whole = HashAfter(commands);
        for (var skipped = 0; skipped < commands.Length; skipped++)
            Assert.That(HashAfter(commands.Where((_, i) => i != skipped)), Is.Not.EqualTo(whole), $"without command {skipped}");
    }

    [Test]
    public void It_covers_what_the_sessions_remember_and_not_only_the_keys()
    {
        var missed = HashAfter([new("a", 1, new KvCommand.Cas("k", "?", "v"))]);
        var missedTwice = HashAfter([new("a", 2, new KvCommand.Cas("k", "?", "v"))]);
        var read = HashAfter([new("a", 1, new KvCommand.Get("k"))]);

        Assert.That(new[] { missed, missedTwice, read, new KvMachine().StateHash }, Is.Unique);
    }

    [Test]
    public void Characters_do_not_slip_from_a_key_into_its_value()
    {
        var first = HashAfter([new("c", 1, new KvCommand.Put("ab", "c"))]);
        var second = HashAfter([new("c", 1, new KvCommand.Put("a", "bc"))]);

        Assert.That(first, Is.Not.EqualTo(second));
    }

    [Test]
    public void It_is_the_same_in_every_process_and_on_every_platform()
    {
        Assert.That(HashAfter([new("c-1", 1, new KvCommand.Put("key", "välue"))]), Is.EqualTo(17945695048818458134UL));
    }

    private static ulong HashAfter(IEnumerable<SessionCommand> commands)
    {
        var machine = new KvMachine();
        foreach (var command in commands)
            machine.Apply(command);
        return machine.StateHash;
    }
}
