using System.Diagnostics;

namespace RaftTorture.Kv.Api;

/// <summary>The body of <c>POST /kv</c>, as it came: <see cref="Interpret"/> says what it means.</summary>
/// <example><code>{"client":"c-1","sequence":5,"op":"cas","key":"k","expected":"a","value":"b"}</code></example>
public sealed record KvRequest
{
    /// <summary>Most characters of a key or a client id.</summary>
    public const int MaxNameChars = 1024;

    /// <summary>Most characters of a value, so that a command stays far below the size of a frame between nodes.</summary>
    public const int MaxValueChars = 1024 * 1024;

    /// <summary>The session; a get needs none.</summary>
    public string? Client { get; init; }

    /// <summary>The session's sequence number, from 1; a get needs none.</summary>
    public long? Sequence { get; init; }

    /// <summary>One of <see cref="KvOp"/>.</summary>
    public string? Op { get; init; }

    public string? Key { get; init; }

    /// <summary>What a cas expects; null or left out: that the key is absent.</summary>
    public string? Expected { get; init; }

    /// <summary>The value of a put or a cas, the suffix of an append.</summary>
    public string? Value { get; init; }

    /// <summary>The request for a command; a get is sent without its session, which it does not use.</summary>
    public static KvRequest From(SessionCommand command)
    {
        var request = new KvRequest { Client = command.ClientId, Sequence = command.Sequence, Key = command.Command.Key };
        return command.Command switch
        {
            KvCommand.Get => new KvRequest { Op = KvOp.Get, Key = command.Command.Key },
            KvCommand.Put put => request with { Op = KvOp.Put, Value = put.Value },
            KvCommand.Delete => request with { Op = KvOp.Delete },
            KvCommand.Cas cas => request with { Op = KvOp.Cas, Expected = cas.Expected, Value = cas.Value },
            KvCommand.Append append => request with { Op = KvOp.Append, Value = append.Suffix },
            _ => throw new UnreachableException($"{command.Command}"),
        };
    }

    /// <summary>What is asked, or why it cannot be.</summary>
    public KvCall Interpret() => Complaint() is { } reason ? new KvCall.Invalid(reason) : Accept();

    private KvCall Accept() => Op switch
    {
        KvOp.Get => new KvCall.Read(Key!),
        KvOp.Put => Write(new KvCommand.Put(Key!, Value!)),
        KvOp.Delete => Write(new KvCommand.Delete(Key!)),
        KvOp.Cas => Write(new KvCommand.Cas(Key!, Expected, Value!)),
        KvOp.Append => Write(new KvCommand.Append(Key!, Value!)),
        _ => throw new UnreachableException(Op),
    };

    private KvCall.Write Write(KvCommand command) => new(new SessionCommand(Client!, Sequence!.Value, command));

    private string? Complaint()
    {
        if (Op is not (KvOp.Get or KvOp.Put or KvOp.Delete or KvOp.Cas or KvOp.Append))
            return "op must be get, put, delete, cas or append";
        return ComplaintOfName("key", Key) ?? ComplaintOfSession() ?? ComplaintOfValues();
    }

    private string? ComplaintOfSession()
    {
        if (Op == KvOp.Get)
            return null;
        return ComplaintOfName("client", Client) ?? (Sequence is > 0 ? null : "sequence must be a number from 1");
    }

    private string? ComplaintOfValues()
    {
        if (Op is KvOp.Put or KvOp.Cas or KvOp.Append && Value is null)
            return $"{Op} needs a value";
        return Value?.Length > MaxValueChars || Expected?.Length > MaxValueChars
            ? $"a value has at most {MaxValueChars} characters"
            : null;
    }

    private static string? ComplaintOfName(string name, string? text) =>
        text is { Length: > 0 and <= MaxNameChars } ? null : $"{name} must be a text of 1 to {MaxNameChars} characters";
}
