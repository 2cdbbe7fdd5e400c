namespace RaftTorture.Kv.Tests;

/// <summary>What would become too long is not done, and not by half.</summary>
[TestFixture, FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class KvLimitsTests
{
    private static readonly KvResult Written = new KvResult.Done(null);
    private static readonly string LongestValue = Letters("日", KvLimits.MaxValueChars);
    private static readonly string LongerKey = Letters("k", KvLimits.MaxKeyChars + 1);

    private readonly KvMachine _machine = new();
    private long _index;

    [Test]
    public void An_append_may_reach_the_limit_and_not_pass_it()
    {
        Do(new KvCommand.Put("k", LongestValue[1..]));

        Assert.That(Do(new KvCommand.Append("k", "日")), Is.EqualTo(Written));
        AssertRefused(new KvCommand.Append("k", "x"), "k");
        Assert.That(Do(new KvCommand.Append("k", "")), Is.EqualTo(Written));
        Assert.That(_machine.Read("k"), Is.EqualTo(LongestValue));
    }

    [Test]
    public void A_value_that_is_longer_is_not_put_whatever_let_it_into_the_log()
    {
        Assert.That(Do(new KvCommand.Put("k", LongestValue)), Is.EqualTo(Written));

        AssertRefused(new KvCommand.Put("k", LongestValue + "x"), "k");
        AssertRefused(new KvCommand.Cas("k", LongestValue, LongestValue + "x"), "k");
        AssertRefused(new KvCommand.Append("new", LongestValue + "x"), "new");
    }

    [Test]
    public void A_cas_that_misses_says_so_though_its_value_is_too_long() =>
        Assert.That(Do(new KvCommand.Cas("k", "a", LongestValue + "x")), Is.EqualTo(new KvResult.CasMiss(null)));

    private static readonly KvCommand[] LongerThemselves =
    [
        new KvCommand.Get(LongerKey),
        new KvCommand.Put(LongerKey, "v"),
        new KvCommand.Delete(LongerKey),
        new KvCommand.Append(LongerKey, "v"),
        new KvCommand.Incr(LongerKey, 1),
        new KvCommand.Cas(LongerKey, null, "v"),
        new KvCommand.Txn([new(LongerKey, KvRelation.Equal, null)], [], []),
        new KvCommand.Txn([], [new KvCommand.Put(LongerKey, "v")], []),
        new KvCommand.Txn([], [], [new KvCommand.Put(LongerKey, "v")]),
        new KvCommand.Txn([.. Enumerable.Repeat(new KvCompare("k", KvRelation.Equal, null), KvLimits.MaxTxnItems + 1)], [], []),
        new KvCommand.Txn([], [.. Gets("k", KvLimits.MaxTxnItems + 1)], []),
        new KvCommand.Txn([], [], [.. Gets("k", KvLimits.MaxTxnItems + 1)]),
    ];

    // The reply names no key: it would be as long.
    [Test]
    public void A_command_that_is_itself_too_long_is_refused([Range(0, 11)] int which) => AssertRefused(LongerThemselves[which], key: null);

    [Test]
    public void A_key_of_the_greatest_length_is_a_key_like_others()
    {
        var key = LongerKey[1..];

        Assert.That(Do(new KvCommand.Put(key, "v")), Is.EqualTo(Written));
        Assert.That(_machine.Read(key), Is.EqualTo("v"));
    }

    [Test]
    public void A_value_that_becomes_too_long_in_a_transaction_undoes_all_of_it()
    {
        Do(new KvCommand.Put("k", LongestValue));

        AssertRefused(new KvCommand.Txn([], [new KvCommand.Put("new", "v"), new KvCommand.Append("k", "x"), new KvCommand.Delete("k")], []), "k");
    }

    [Test]
    public void Results_that_are_too_long_together_undo_the_transaction()
    {
        Do(new KvCommand.Put("long", LongestValue));
        Do(new KvCommand.Put("n", "6"));
        KvCommand.Simple[] most = [.. Gets("long", KvLimits.MaxReplyChars / KvLimits.MaxValueChars)];

        Assert.That(Do(new KvCommand.Txn([], [.. most], [])), Is.TypeOf<KvResult.TxnDone>());
        Assert.That(Do(new KvCommand.Txn([], [.. most, new KvCommand.Put("n", "7"), new KvCommand.Get("absent")], [])), Is.TypeOf<KvResult.TxnDone>());
        AssertRefused(new KvCommand.Txn([], [new KvCommand.Put("new", "v"), .. most, new KvCommand.Get("n")], []), "n");
        AssertRefused(new KvCommand.Txn([], [.. most, new KvCommand.Incr("n", 1)], []), "n");
        AssertRefused(new KvCommand.Txn([], [.. Gets("long", KvLimits.MaxTxnItems)], []), "long");
    }

    [Test]
    public void A_retry_hears_that_it_was_too_long_though_there_would_be_room_now()
    {
        Do(new KvCommand.Put("k", LongestValue));
        var session = ((KvResult.SessionOpened)Log(new LogCommand.OpenSession(1000))).Session;
        var append = new LogCommand.InSession(session, 1, new KvCommand.Append("k", "x"));

        Assert.That(Log(append), Is.EqualTo(new KvResult.TooLong("k")));
        Do(new KvCommand.Delete("k"));
        Assert.That(Log(append), Is.EqualTo(new KvResult.TooLong("k")));
        Assert.That(_machine.Read("k"), Is.Null);
    }

    // 日 is three bytes of UTF-8 a character, the most there is; 🦀 four bytes in two characters.
    [TestCase("日")]
    [TestCase("🦀")]
    public void The_longest_items_that_can_be_go_into_a_snapshot_and_come_out(string letter)
    {
        var (key, value) = (Letters(letter, KvLimits.MaxKeyChars), Letters(letter, KvLimits.MaxValueChars));
        Do(new KvCommand.Put(key, value));
        Do(new KvCommand.Put("empty", ""));
        var session = ((KvResult.SessionOpened)Log(new LogCommand.OpenSession(long.MaxValue))).Session;
        var longest = new KvCommand.Txn([], [.. Gets(key, 2), .. Gets("empty", KvLimits.MaxTxnItems - 2)], []);
        Assert.That(Log(new LogCommand.InSession(session, long.MaxValue, longest)), Is.TypeOf<KvResult.TxnDone>());

        Assert.That(KvMachine.Restore(_machine.Freeze().Blocks(65_536)).StateHash, Is.EqualTo(_machine.StateHash));
    }

    [Test]
    public void A_reply_too_long_goes_into_a_snapshot_and_comes_out([Values] bool isNamed)
    {
        var session = ((KvResult.SessionOpened)Log(new LogCommand.OpenSession(1000))).Session;
        var refused = new LogCommand.InSession(session, 1, isNamed ? new KvCommand.Put("k", LongestValue + "x") : new KvCommand.Get(LongerKey));
        Log(refused);

        var restored = KvMachine.Restore(_machine.Freeze().Blocks(64));

        Assert.That(restored.Apply(++_index, 0, refused), Is.EqualTo(new KvResult.TooLong(isNamed ? "k" : null)));
    }

    private void AssertRefused(KvCommand command, string? key)
    {
        var before = _machine.StateHash;
        Assert.That(Do(command), Is.EqualTo(new KvResult.TooLong(key)));
        Assert.That(_machine.StateHash, Is.EqualTo(before));
    }

    private static IEnumerable<KvCommand.Simple> Gets(string key, int count) => Enumerable.Repeat(new KvCommand.Get(key), count);

    private static string Letters(string letter, int chars) => string.Concat(Enumerable.Repeat(letter, chars / letter.Length));

    private KvResult Do(KvCommand command) => Log(new LogCommand.Once(command));

    private KvResult Log(LogCommand command) => _machine.Apply(++_index, timeMs: 0, command);
}
