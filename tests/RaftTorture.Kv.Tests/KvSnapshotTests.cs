using RaftTorture.TestKit;

namespace RaftTorture.Kv.Tests;

[TestFixture]
public sealed class KvSnapshotTests
{
    [Test]
    public void A_restored_machine_goes_on_as_the_first_would([Range(1, 20)] int seed)
    {
        var first = After(seed, 200);
        var second = KvMachine.Restore(first.Freeze().Blocks(100));
        foreach (var (index, timeMs, command) in RandomCommands.Log(seed).Skip(200).Take(200))
        {
            Assert.That(second.Apply(index, timeMs, command), Is.EqualTo(first.Apply(index, timeMs, command)), $"{index}: {command}");
            Assert.That(second.StateHash, Is.EqualTo(first.StateHash));
        }
    }

    [Test]
    public void Writes_that_follow_do_not_reach_a_frozen_state()
    {
        var machine = After(seed: 1, 200);
        var frozen = machine.Freeze();
        var before = BytesOf(frozen);

        foreach (var (index, timeMs, command) in RandomCommands.Log(2).Take(500))
            machine.Apply(index + 200, timeMs, command);

        Assert.That(BytesOf(frozen), Is.EqualTo(before));
        Assert.That(BytesOf(machine.Freeze()), Is.Not.EqualTo(before));
    }

    [Test]
    public void Blocks_may_be_asked_for_one_by_one_while_the_machine_writes()
    {
        var machine = After(seed: 3, 300);
        var whole = BytesOf(machine.Freeze());
        var index = 300L;

        var slowly = machine.Freeze().Blocks(16).Select(block =>
        {
            machine.Apply(++index, 0, new LogCommand.Once(new KvCommand.Append("k0", "x")));
            return block;
        });

        Assert.That(Join(slowly), Is.EqualTo(whole));
    }

    [Test]
    public void Equal_states_give_equal_bytes_however_they_came_about()
    {
        KvMachine one = new(), other = new();
        one.Apply(1, 5, new LogCommand.Once(new KvCommand.Put("a", "1")));
        one.Apply(2, 5, new LogCommand.Once(new KvCommand.Put("b", "2")));
        other.Apply(1, 4, new LogCommand.Once(new KvCommand.Put("b", "0")));
        other.Apply(2, 5, new LogCommand.Once(new KvCommand.Put("b", "2")));
        other.Apply(3, 5, new LogCommand.Once(new KvCommand.Put("a", "1")));

        Assert.That(BytesOf(one.Freeze()), Is.EqualTo(BytesOf(other.Freeze())));
    }

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(4096)]
    public void Every_block_is_full_but_the_last_even_if_a_value_is_bigger_than_a_block(int maxBlockBytes)
    {
        var machine = new KvMachine();
        machine.Apply(1, 0, new LogCommand.Once(new KvCommand.Put("big", new string('日', 5000))));

        var blocks = machine.Freeze().Blocks(maxBlockBytes).ToArray();

        Assert.That(blocks[..^1].Select(block => block.Length), Is.All.EqualTo(maxBlockBytes));
        Assert.That(blocks[^1].Length, Is.InRange(1, maxBlockBytes));
        Assert.That(KvMachine.Restore(blocks).Read("big"), Is.EqualTo(new string('日', 5000)));
    }

    [Test]
    public void An_empty_machine_has_a_snapshot_too() =>
        Assert.That(KvMachine.Restore(new KvMachine().Freeze().Blocks(64)).StateHash, Is.EqualTo(new KvMachine().StateHash));

    [Test]
    public void A_snapshot_cut_short_or_with_more_behind_it_is_refused()
    {
        var bytes = BytesOf(After(seed: 4, 100).Freeze());

        for (var length = 0; length < bytes.Length; length++)
            Assert.That(() => KvMachine.Restore([bytes.AsMemory(0, length)]), Throws.TypeOf<FormatException>(), $"{length} bytes");
        Assert.That(() => KvMachine.Restore([bytes, new byte[1]]), Throws.TypeOf<FormatException>().With.Message.Contains("bytes follow its end"));
    }

    // The hash at the end: no damage passes for a state, not even damage that can be read.
    [Test]
    public void No_damaged_snapshot_is_taken_for_one()
    {
        var dice = new Random(4711);
        var bytes = BytesOf(After(seed: 5, 100).Freeze());
        for (var round = 0; round < 5_000; round++)
        {
            var damaged = Damage.Of(bytes, dice);
            if (!damaged.AsSpan().SequenceEqual(bytes))
                Assert.That(() => KvMachine.Restore([damaged]), Throws.TypeOf<FormatException>());
        }
    }

    [Test]
    public void A_block_of_no_bytes_is_no_block() =>
        Assert.That(() => new KvMachine().Freeze().Blocks(0), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void An_item_that_should_never_have_become_so_long_is_named()
    {
        var machine = new KvMachine();
        machine.Apply(1, 0, new LogCommand.OpenSession(1000));
        machine.Apply(2, 0, new LogCommand.Once(new KvCommand.Put("big", new string('x', 60))));
        machine.Apply(3, 0, new LogCommand.InSession(1, 1, new KvCommand.Get("small")));
        Assert.That(() => Join(machine.Freeze().Blocks(100, maxItemBytes: 60)), Throws.InvalidOperationException.With.Message.StartsWith("key big takes 65 bytes"));

        machine.Apply(4, 0, new LogCommand.InSession(1, 2, new KvCommand.Get("big")));
        Assert.That(() => Join(machine.Freeze().Blocks(100, maxItemBytes: 60)), Throws.InvalidOperationException.With.Message.StartsWith("session 1 takes"));
    }

    private static KvMachine After(int seed, int entries)
    {
        var machine = new KvMachine();
        foreach (var (index, timeMs, command) in RandomCommands.Log(seed).Take(entries))
            machine.Apply(index, timeMs, command);
        return machine;
    }

    private static byte[] BytesOf(KvSnapshot snapshot) => Join(snapshot.Blocks(1000));

    private static byte[] Join(IEnumerable<ReadOnlyMemory<byte>> blocks) => [.. blocks.SelectMany(block => block.ToArray())];
}
