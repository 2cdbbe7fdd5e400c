using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Results;
using RaftTorture.Checking.Results.Banks;

namespace RaftTorture.Checking.Models;

/// <summary>
/// A bank (Jepsen's workload): <c>transfer</c> [from, to, amount] needs funds, <c>read</c> answers all balances, as [[account, balance], ...] or as
/// a list of those of the accounts 0, 1, ... The total never changes. An account that is not there is empty.
/// </summary>
public readonly struct BankModel : IModel<ValueMap>
{
    public static string Name => "bank";

    public static bool IsPerKey => false;

    public static ValueMap Initial(Value? given) => (given is null ? null : Balances(given))
        ?? throw new ArgumentException("a bank starts with its balances, [[account, balance], ...] or [balance, ...]", nameof(given));

    public static bool Step(ValueMap state, Call call, out ValueMap next)
    {
        next = state;
        if (call.F == "read")
            return call.IsUnknown || state.Equals(Balances(call.Result));
        if (call.F != "transfer")
            throw Arguments.Unknown(Name, call);
        var (from, to, amount) = Transfer(call);
        next = Move(Move(state, from, -amount), to, amount);
        return Balance(state, from) >= amount;
    }

    public static bool IsReadOnly(Call call) => call.F == "read";

    public static long SizeOf(ValueMap state) => 64 + (80L * state.Count);

    static Reason? IModel<ValueMap>.FindReason(ModelEvidence evidence, ValueMap initial) =>
        BankReasons.Find(evidence, answer => Balances(answer) is { } balances ? Total(balances) : null, Total(initial));

    private static (Value From, Value To, long Amount) Transfer(Call call) => call.Argument switch
    {
        Value.Items { Content: [var from, var to, Value.Number { Content: >= 0 and var amount }] } => (from, to, amount),
        _ => throw Arguments.Unreadable(call, $"a transfer takes [from, to, amount], not {call.Argument}"),
    };

    private static long Balance(ValueMap state, Value account) => ((Value.Number?)state.Get(account))?.Content ?? 0;

    private static Int128 Total(ValueMap balances)
    {
        Int128 total = 0;
        foreach (var balance in balances.Values)
            total += ((Value.Number)balance).Content;
        return total;
    }

    private static ValueMap Move(ValueMap state, Value account, long amount)
    {
        var balance = checked(Balance(state, account) + amount);
        return balance == 0 ? state.Without(account) : state.With(account, Value.Of(balance));
    }

    /// <returns>Null where these are no balances.</returns>
    private static ValueMap? Balances(Value answer)
    {
        if (answer is not Value.Items list)
            return null;
        var (balances, seen) = (ValueMap.Empty, ValueBag.Empty);
        for (var i = 0; i < list.Content.Length; i++)
        {
            var (account, balance) = list.Content[i] is Value.Items { Content: [var name, var content] } ? (name, content) : (Value.Of(i), list.Content[i]);
            if (balance is not Value.Number number || seen.Contains(account))
                return null;
            seen = seen.Add(account);
            balances = Move(balances, account, number.Content);
        }

        return balances;
    }
}
