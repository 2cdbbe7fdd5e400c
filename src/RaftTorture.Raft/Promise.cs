namespace RaftTorture.Raft;

/// <summary>What must hold whatever happens. Always on: a crash is a finding, a silently wrong state is not.</summary>
internal static class Promise
{
    public static void Kept(bool holds, [System.Runtime.CompilerServices.InterpolatedStringHandlerArgument("holds")] ref PromiseMessage broken)
    {
        if (!holds)
            throw new BrokenPromiseException(broken.ToString());
    }
}

/// <summary>Builds the message only when the promise is broken.</summary>
[System.Runtime.CompilerServices.InterpolatedStringHandler]
internal ref struct PromiseMessage
{
    private System.Runtime.CompilerServices.DefaultInterpolatedStringHandler _text;
    private readonly bool _isNeeded;

    public PromiseMessage(int literalLength, int formattedCount, bool holds, out bool isNeeded)
    {
        isNeeded = _isNeeded = !holds;
        _text = isNeeded ? new(literalLength, formattedCount) : default;
    }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public override string ToString() => _isNeeded ? _text.ToStringAndClear() : "";
}

/// <summary>Raft's own state contradicts itself: the node must stop, because nothing it says can be trusted.</summary>
public sealed class BrokenPromiseException(string message) : Exception(message);
