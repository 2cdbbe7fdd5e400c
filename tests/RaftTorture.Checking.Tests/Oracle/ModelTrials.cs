using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Oracle;

/// <summary>
/// For each model the same object said again, in a plainer way: texts and lists as they come, and for what nobody knows all
/// possible states at once (<c>[state, state, ...]</c>). Nothing here knows the models.
/// </summary>
internal static class ModelTrials
{
    private static readonly Value Null = Value.Absent;
    private static readonly Value[] Small = [Value.Of(0), Value.Of(1), Value.Of(2)];

    public static ModelTrial Of(string model) => model switch
    {
        "kv" => new(Kv, Null, dice => dice.OneOf([("put", Text(dice)), ("append", Text(dice)), ("append", Text(dice)), Get, Get, ("delete", Null)]), KvAnswers),
        "set" => new(Set, List(), dice => (dice.OneOf(["add", "remove", "read", "contains"]), dice.OneOf(Small)), SetAnswers),
        "counter" => new(Counter, Value.Of(0), dice => dice.OneOf([("add", Value.Of(dice.Below(4) - 1)), ("increment", Null), Read]), CounterAnswers),
        "append-list" => new(AppendList, List(), dice => dice.Percent(50) ? ("append", Value.Of(dice.Below(2))) : Read, ListAnswers),
        "mutex" => new(Mutex, Null, dice => (dice.OneOf(["acquire", "acquire", "release"]), Null), _ => [Null]),
        "fenced-lock" => new(FencedLock, List(List(Null, Value.Of(0))), dice => (dice.OneOf(["acquire", "release"]), Null), LockAnswers),
        "queue" => new(Queue, List(), AskQueue, QueueAnswers),
        "unordered-queue" => new(UnorderedQueue, List(List()), AskQueue, QueueAnswers),
        "multi-register" => new(MultiRegister, List(Null, Null), AskTxn, TxnAnswers),
        "bank" => new(Bank, List(Value.Of(2), Value.Of(1)), AskBank, BankAnswers),
        _ => throw new ArgumentException($"nobody has said what '{model}' does", nameof(model)),
    };

    private static (string F, Value Argument) Get => ("get", Null);

    private static (string F, Value Argument) Read => ("read", Null);

    private static (string F, Value Argument) AskQueue(Dice dice) => dice.Percent(50) ? ("enqueue", dice.OneOf(Small)) : ("dequeue", Null);

    private static (string F, Value Argument) AskBank(Dice dice) =>
        dice.Percent(50) ? Read : ("transfer", List(Value.Of(dice.Below(2)), Value.Of(dice.Below(2)), Value.Of(dice.Below(3))));

    private static (string F, Value Argument) AskTxn(Dice dice) => ("txn", List([.. Enumerable.Range(0, 1 + dice.Below(2)).Select(_ => Micro(dice))]));

    private static Value? Kv(Value state, HistoryEvent asked, HistoryEvent? answered) => asked.F switch
    {
        "put" => asked.Value,
        "append" => Value.Of((state == Null ? "" : state.ToString()) + asked.Value),
        "delete" => Null,
        _ => answered is null || answered.Value == state ? state : null,
    };

    private static Value? Set(Value state, HistoryEvent asked, HistoryEvent? answered)
    {
        var has = Items(state).Contains(asked.Value);
        return asked.F switch
        {
            "add" => has ? state : List([.. Items(state), asked.Value]),
            "remove" => List([.. Items(state).Where(element => element != asked.Value)]),
            "contains" => answered is null || answered.Value == Value.Of(has ? 1 : 0) ? state : null,
            _ => answered is null || Items(answered.Value).OrderBy(Number).SequenceEqual(Items(state).OrderBy(Number)) ? state : null,
        };
    }

    private static Value? Counter(Value state, HistoryEvent asked, HistoryEvent? answered) => asked.F switch
    {
        "add" => Value.Of(Number(state) + Number(asked.Value)),
        "increment" => Value.Of(Number(state) + 1),
        _ => answered is null || answered.Value == state ? state : null,
    };

    private static Value? AppendList(Value state, HistoryEvent asked, HistoryEvent? answered)
    {
        if (asked.F == "append")
            return List([.. Items(state), asked.Value]);
        return answered is null || answered.Value == state ? state : null;
    }

    private static Value? Mutex(Value state, HistoryEvent asked, HistoryEvent? answered)
    {
        var self = Value.Of(asked.Process.Number);
        if (asked.F == "acquire")
            return state == Null ? self : null;
        return state == self ? Null : null;
    }

    /// <summary>All pairs of holder and last token that there can be.</summary>
    private static Value? FencedLock(Value state, HistoryEvent asked, HistoryEvent? answered)
    {
        var self = Value.Of(asked.Process.Number);
        var next = new List<Value>();
        foreach (var (holder, last) in Items(state).Select(pair => (Items(pair)[0], Number(Items(pair)[1]))))
        {
            if (asked.F == "release" && holder == self)
                next.Add(List(Null, Value.Of(last)));
            if (asked.F == "acquire" && holder == Null)
                next.AddRange(Tokens.Where(token => Number(token) > last && (answered is null || answered.Value == token)).Select(t => List(self, t)));
        }

        return next.Count == 0 ? null : List([.. next.Distinct()]);
    }

    private static Value? Queue(Value state, HistoryEvent asked, HistoryEvent? answered)
    {
        var held = Items(state);
        if (asked.F == "enqueue")
            return List([.. held, asked.Value]);
        return answered is null || answered.Value == held.FirstOrDefault(Null) ? List([.. held.Skip(1)]) : null;
    }

    /// <summary>All contents that there can be, each in order.</summary>
    private static Value? UnorderedQueue(Value state, HistoryEvent asked, HistoryEvent? answered)
    {
        var next = new List<Value>();
        foreach (var held in Items(state).Select(Items))
        {
            if (asked.F == "enqueue")
                next.Add(List([.. held.Append(asked.Value).OrderBy(Number)]));
            else if (held.Length == 0 && (answered is null || answered.Value == Null))
                next.Add(List());
            else
                next.AddRange(Enumerable.Range(0, held.Length).Where(i => answered is null || answered.Value == held[i]).Select(i => Without(held, i)));
        }

        return next.Count == 0 ? null : List([.. next.Distinct()]);
    }

    private static Value? MultiRegister(Value state, HistoryEvent asked, HistoryEvent? answered)
    {
        var registers = Items(state).ToArray();
        foreach (var (micro, seen) in Items(asked.Value).Zip(answered is null ? Items(asked.Value) : Items(answered.Value)))
        {
            var register = (int)Number(Items(micro)[1]);
            if (Items(micro)[0] == Value.Of("w"))
                registers[register] = Items(micro)[2];
            else if (answered is not null && Items(seen)[2] != registers[register])
                return null;
        }

        return List(registers);
    }

    private static Value? Bank(Value state, HistoryEvent asked, HistoryEvent? answered)
    {
        if (asked.F == "read")
            return answered is null || answered.Value == state ? state : null;
        var balances = Items(state).Select(Number).ToArray();
        var (from, to, amount) = (Number(Items(asked.Value)[0]), Number(Items(asked.Value)[1]), Number(Items(asked.Value)[2]));
        if (balances[from] < amount)
            return null;
        balances[from] -= amount;
        balances[to] += amount;
        return List([.. balances.Select(Value.Of)]);
    }

    private static readonly Value[] Tokens = [.. Enumerable.Range(1, 12).Select(token => Value.Of(token))];

    private static IReadOnlyList<Value> KvAnswers(HistoryEvent asked) => asked.F != "get" ? [asked.Value]
        : [Null, .. new[] { "a", "b", "aa", "ab", "ba", "bb", "aab", "aba", "bab", "abb" }.Select(Value.Of)];

    private static IReadOnlyList<Value> SetAnswers(HistoryEvent asked) => asked.F switch
    {
        "read" => [List(), List(Small[0]), List(Small[1]), List(Small[1], Small[0]), List(Small[1], Small[2]), List(Small[2], Small[0], Small[1])],
        "contains" => [Value.Of(0), Value.Of(1)],
        _ => [asked.Value],
    };

    private static IReadOnlyList<Value> CounterAnswers(HistoryEvent asked) =>
        asked.F == "read" ? [.. Enumerable.Range(-2, 9).Select(number => Value.Of(number))] : [asked.Value];

    private static IReadOnlyList<Value> ListAnswers(HistoryEvent asked) => asked.F == "append" ? [asked.Value]
        : [List(), .. Enumerable.Range(2, 14).Select(bits => List([.. Convert.ToString(bits, 2).Skip(1).Select(bit => Value.Of(bit - '0'))]))];

    private static IReadOnlyList<Value> LockAnswers(HistoryEvent asked) => asked.F == "acquire" ? [.. Tokens.Take(6)] : [asked.Value];

    private static IReadOnlyList<Value> QueueAnswers(HistoryEvent asked) => asked.F == "dequeue" ? [Null, .. Small] : [asked.Value];

    private static IReadOnlyList<Value> BankAnswers(HistoryEvent asked) =>
        asked.F == "read" ? [.. Enumerable.Range(0, 5).Select(balance => List(Value.Of(balance), Value.Of(3 - balance)))] : [asked.Value];

    private static IReadOnlyList<Value> TxnAnswers(HistoryEvent asked)
    {
        IEnumerable<Value[]> answers = [[]];
        foreach (var micro in Items(asked.Value))
        {
            var (op, key) = (Items(micro)[0], Items(micro)[1]);
            Value[] seen = op == Value.Of("w") ? [micro] : [.. Small.Take(2).Append(Null).Select(value => List(op, key, value))];
            answers = answers.SelectMany(_ => seen, (before, one) => (Value[])[.. before, one]);
        }

        return [.. answers.Select(answer => List(answer))];
    }

    private static Value Micro(Dice dice) =>
        dice.Percent(50) ? List(Value.Of("r"), Value.Of(dice.Below(2)), Null) : List(Value.Of("w"), Value.Of(dice.Below(2)), Value.Of(dice.Below(2)));

    private static Value Without(Value[] held, int i) => List([.. held.Where((_, at) => at != i)]);

    private static Value Text(Dice dice) => Value.Of(dice.OneOf(["a", "b"]));

    private static Value List(params Value[] values) => Value.Of(values);

    private static Value[] Items(Value list) => [.. ((Value.Items)list).Content];

    private static long Number(Value value) => ((Value.Number)value).Content;
}
