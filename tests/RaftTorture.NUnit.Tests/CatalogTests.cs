using RaftTorture.Checking.Models;

namespace RaftTorture.NUnit.Tests;

/// <summary>Every model that there is by name, each with a history to accept and one to reject.</summary>
public sealed class CatalogTests
{
    [TestCaseSource(typeof(ModelCatalog), nameof(ModelCatalog.Names))]
    public void A_model_is_known_by_its_name(string model)
    {
        var initial = model == "bank" ? new[] { 5, 0 } : null;

        Assert.That(History(model, isGood: true), Is.Linearizable(model, initial));
        Assert.That(History(model, isGood: false), Is.Not.Linearizable(model, initial));
    }

    [Test]
    public void What_was_there_at_first_can_be_said()
    {
        var history = Calls(("read", null, 7));

        Assert.That(history, Is.Linearizable("register", initial: 7).And.Not.Linearizable("register"));
    }

    [Test]
    public void A_client_is_the_same_from_call_to_call_until_nobody_knows_what_became_of_one()
    {
        var history = NUnit.History.Record();
        var (first, second) = (history.Client(), history.Client());
        history.Begin("read").Ok(1);
        first.Begin("acquire").Ok();
        first.Begin("release").Unknown("timeout");
        second.Begin("acquire").Ok();
        first.Begin("acquire");

        Assert.That(history.Events.Select(e => e.Process.Number), Is.EqualTo(new[] { 2, 2, 0, 0, 0, 0, 1, 1, 3 }));
    }

    private static Recording History(string model, bool isGood) => model switch
    {
        "register" or "cas-register" => Calls(("write", 7, 7), ("read", null, isGood ? 7 : 8)),
        "kv" => Calls(("put", "a", "a"), ("append", "b", "b"), ("get", null, isGood ? "ab" : "ba")),
        "set" => Calls(("add", 7, 7), ("read", null, isGood ? new[] { 7 } : [])),
        "counter" => Calls(("add", 7, 7), ("increment", null, null), ("read", null, isGood ? 8 : 9)),
        "append-list" => Calls(("append", 7, 7), ("append", 3, 3), ("read", null, isGood ? new[] { 7, 3 } : [3, 7])),
        "mutex" => Locked(isGood, firstToken: null, secondToken: null),
        "fenced-lock" => Locked(isGood: true, firstToken: 33, secondToken: isGood ? 34 : 33),
        "queue" => Calls(("enqueue", 7, 7), ("enqueue", 3, 3), ("dequeue", null, isGood ? 7 : 3)),
        "unordered-queue" => Calls(("enqueue", 7, 7), ("enqueue", 3, 3), ("dequeue", null, isGood ? 3 : 4)),
        "multi-register" => Calls(("txn", Micro("w", 7), Micro("w", 7)), ("txn", Micro("r", null), Micro("r", isGood ? 7 : null))),
        "bank" => Calls(("transfer", new[] { 0, 1, 2 }, new[] { 0, 1, 2 }), ("read", null, isGood ? new[] { 3, 2 } : [3, 3])),
        _ => throw new ArgumentException($"nobody has told a history of '{model}'", nameof(model)),
    };

    private static object?[][] Micro(string op, int? value) => [[op, "x", value]];

    private static Recording Calls(params (string F, object? Argument, object? Answer)[] calls)
    {
        var history = NUnit.History.Record();
        foreach (var (f, argument, answer) in calls)
            history.Begin(f, argument: argument).Ok(answer);
        return history;
    }

    private static Recording Locked(bool isGood, int? firstToken, int? secondToken)
    {
        var history = NUnit.History.Record();
        var (first, second) = (history.Client(), history.Client());
        first.Begin("acquire").Ok(firstToken);
        if (isGood)
            first.Begin("release").Ok();
        second.Begin("acquire").Ok(secondToken);
        return history;
    }
}
