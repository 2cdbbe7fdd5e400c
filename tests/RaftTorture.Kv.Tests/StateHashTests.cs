namespace RaftTorture.Kv.Tests;

[TestFixture]
public sealed class StateHashTests
{
    // A machine restored from a snapshot adds up every item anew: what was kept up to date by differences must be the same sum.
    [Test]
    public void What_is_kept_up_to_date_equals_what_is_added_up_from_scratch([Range(1, 20)] int seed)
    {
        var machine = new KvMachine();
        foreach (var (index, timeMs, command) in RandomCommands.Log(seed).Take(300))
        {
            machine.Apply(index, timeMs, command);
            Assert.That(KvMachine.Restore(machine.Freeze().Blocks(4096)).StateHash, Is.EqualTo(machine.StateHash), $"after {index}: {command}");
        }
    }

    [Test]
    public void Machines_with_the_same_state_agree_however_they_came_to_it()
    {
        var there = HashAfter(Once(new KvCommand.Put("x", "1")), Once(new KvCommand.Put("y", "2")));
        var thereAndBack = HashAfter(
            Once(new KvCommand.Put("y", "2")), Once(new KvCommand.Put("z", "3")), Once(new KvCommand.Put("x", "0")),
            Once(new KvCommand.Incr("x", 1)), Once(new KvCommand.Delete("z")), Once(new KvCommand.Delete("z")));

        Assert.That(thereAndBack, Is.EqualTo(there));
    }

    [Test]
    public void Skipping_any_single_command_that_mattered_is_seen()
    {
        LogCommand[] commands =
        [
            Once(new KvCommand.Put("z", "0")),
            Once(new KvCommand.Put("x", "1")),
            Once(new KvCommand.Append("y", "2")),
            Once(new KvCommand.Cas("x", "1", "3")),
            Once(new KvCommand.Incr("x", 1)),
            Once(new KvCommand.Delete("z")),
        ];

        var whole = HashAfter(commands);
        for (var skipped = 1; skipped < commands.Length; skipped++)
            Assert.That(HashAfter([.. commands.Where((_, i) => i != skipped)]), Is.Not.EqualTo(whole), $"without command {skipped}");
    }

    // Each differs from the first in one item of the state and in nothing else.
    [Test]
    public void It_covers_keys_sessions_replies_and_time()
    {
        ulong[] hashes =
        [
            Hash(ttlMs: 9, sequence: 1, new KvCommand.Get("k")),
            Hash(ttlMs: 8, sequence: 1, new KvCommand.Get("k")),
            Hash(ttlMs: 9, sequence: 2, new KvCommand.Get("k")),
            Hash(ttlMs: 9, sequence: 1, new KvCommand.Cas("k", "?", "v")),
            Hash(ttlMs: 9, sequence: 1, new KvCommand.Txn([], [], [])),
            Hash(ttlMs: 9, sequence: 1, new KvCommand.Txn([new("k", KvRelation.NotEqual, null)], [], [])),
            Hash(ttlMs: 9, sequence: 1, new KvCommand.Txn([], [new KvCommand.Get("k")], [])),
            Hash(ttlMs: 9, sequence: 1, new KvCommand.Put("k", "v")),
            Hash(ttlMs: 9, sequence: 1, new KvCommand.Incr("t", 1)),
            Hash(ttlMs: 9, sequence: 1, new KvCommand.Put("t", new string('x', KvLimits.MaxValueChars + 1))),
            Hash(ttlMs: 9, sequence: 1, new KvCommand.Put("k", new string('x', KvLimits.MaxValueChars + 1))),
            Hash(ttlMs: 9, sequence: 1, new KvCommand.Get(new string('k', KvLimits.MaxKeyChars + 1))),
            Hash(ttlMs: 9, sequence: 1, new KvCommand.Get("k"), usedAtMs: 1),
            Hash(ttlMs: 9, sequence: 1, new KvCommand.Get("k"), endsAtMs: 3),
            new KvMachine().StateHash,
        ];

        Assert.That(hashes, Is.Unique);
    }

    [Test]
    public void Characters_do_not_slip_from_a_key_into_its_value()
    {
        Assert.That(HashAfter(Once(new KvCommand.Put("ab", "c"))), Is.Not.EqualTo(HashAfter(Once(new KvCommand.Put("a", "bc")))));
    }

    [Test]
    public void Values_do_not_trade_places_between_keys()
    {
        var one = HashAfter(Once(new KvCommand.Put("a", "1")), Once(new KvCommand.Put("b", "2")));
        var other = HashAfter(Once(new KvCommand.Put("a", "2")), Once(new KvCommand.Put("b", "1")));

        Assert.That(one, Is.Not.EqualTo(other));
    }

    [Test]
    public void Single_characters_and_lengths_all_matter()
    {
        var values = Enumerable.Range(0, 20_000).Select(i => $"{i:x}").Concat(Enumerable.Range(0, 50).Select(length => new string('\0', length)));

        Assert.That(values.Select(value => HashAfter(Once(new KvCommand.Put("k", value)))).ToArray(), Is.Unique);
    }

    [Test]
    public void It_is_the_same_in_every_process_and_on_every_platform()
    {
        Assert.That(HashAfter(new LogCommand.OpenSession(7), Once(new KvCommand.Put("key", "välue"))), Is.EqualTo(6702467207897658558UL));
    }

    private static LogCommand.Once Once(KvCommand command) => new(command);

    private static ulong Hash(long ttlMs, long sequence, KvCommand command, long usedAtMs = 0, long endsAtMs = 2)
    {
        var machine = new KvMachine();
        machine.Apply(1, 0, new LogCommand.OpenSession(ttlMs));
        machine.Apply(1, 0, Once(new KvCommand.Put("t", "a text")));
        machine.Apply(2, usedAtMs, new LogCommand.InSession(1, sequence, command));
        machine.Apply(3, endsAtMs, Once(new KvCommand.Get("k")));
        return machine.StateHash;
    }

    private static ulong HashAfter(params LogCommand[] commands)
    {
        var machine = new KvMachine();
        for (var i = 0; i < commands.Length; i++)
            machine.Apply(i + 1, timeMs: 0, commands[i]);
        return machine.StateHash;
    }
}
