using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Serialization;

namespace RaftTorture.Kv.Api;

/// <summary>The body of <c>POST /kv</c>, as it came: <see cref="Interpret"/> says what it means.</summary>
/// <example><code>{"op":"cas","session":17,"sequence":5,"key":"k","expected":"a","value":"b"}</code></example>
public sealed record KvRequest
{
    /// <summary>One of <see cref="KvOp"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Op { get; init; }

    /// <summary>The session's number, as <c>open</c> gave it. A write may leave out both this and <see cref="Sequence"/>, and is then
    /// applied as often as it arrives.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Session { get; init; }

    /// <summary>The command's number in its session, from 1; a retry repeats it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Sequence { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    /// <summary>What a cas expects; null or left out: that the key is absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expected { get; init; }

    /// <summary>The value of a put or a cas, the suffix of an append.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Value { get; init; }

    /// <summary>What an incr adds; 1 if left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Delta { get; init; }

    /// <summary>A transaction's conditions; none if left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<KvCompareDto>? Compare { get; init; }

    /// <summary>What a transaction does if all conditions hold; nothing if left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<KvOperationDto>? Then { get; init; }

    /// <summary>What a transaction does if one does not; nothing if left out.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<KvOperationDto>? Else { get; init; }

    /// <summary>The request that opens a session.</summary>
    public static readonly KvRequest Open = new() { Op = KvOp.Open };

    /// <summary>The request that closes a session.</summary>
    public static KvRequest Close(long session) => new() { Op = KvOp.Close, Session = session };

    /// <summary>The request for a command, without a session.</summary>
    public static KvRequest From(KvCommand command) => command switch
    {
        KvCommand.Simple simple => From(simple),
        KvCommand.Cas cas => new KvRequest { Op = KvOp.Cas, Key = cas.Key, Expected = cas.Expected, Value = cas.Value },
        KvCommand.Txn txn => new KvRequest
        {
            Op = KvOp.Txn,
            Compare = [.. txn.Compares.Select(KvCompareDto.From)],
            Then = [.. txn.OnSuccess.Select(KvOperationDto.From)],
            Else = [.. txn.OnFailure.Select(KvOperationDto.From)],
        },
        _ => throw new UnreachableException($"{command}"),
    };

    /// <summary>What is asked, or why it cannot be.</summary>
    public KvCall Interpret() => KvGrammar.ComplaintOf(this) is { } reason ? new KvCall.Invalid(reason) : Accept();

    private static KvRequest From(KvCommand.Simple command)
    {
        var operation = KvOperationDto.From(command);
        return new KvRequest { Op = operation.Op, Key = operation.Key, Value = operation.Value, Delta = operation.Delta };
    }

    private KvCall Accept() => Op switch
    {
        KvOp.Open => new KvCall.Open(),
        KvOp.Close => new KvCall.Write(new LogCommand.CloseSession(Session!.Value)),
        KvOp.Get => new KvCall.Read(Key!),
        KvOp.Cas => Write(new KvCommand.Cas(Key!, Expected, Value!)),
        KvOp.Txn => Write(new KvCommand.Txn(
            [.. (Compare ?? []).Select(compare => compare.ToCompare())],
            [.. (Then ?? []).Select(operation => operation.ToCommand())],
            [.. (Else ?? []).Select(operation => operation.ToCommand())])),
        _ => Write(new KvOperationDto(Op!, Key!, Value, Delta).ToCommand()),
    };

    private KvCall.Write Write(KvCommand command) =>
        new(Session is { } session ? new LogCommand.InSession(session, Sequence!.Value, command) : new LogCommand.Once(command));
}
