using System.Diagnostics;
using System.Text.Json.Serialization;

namespace RaftTorture.Kv.Api;

/// <summary>One operation of a transaction, as it came.</summary>
/// <param name="Op">get, put, delete, append or incr.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The value of a put, the suffix of an append; no other operation has one.</param>
/// <param name="Delta">What an incr adds, 1 if left out; no other operation has one.</param>
public sealed record KvOperationDto(
    string Op,
    string Key,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Value = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Delta = null)
{
    internal static KvOperationDto From(KvCommand.Simple command) => command switch
    {
        KvCommand.Get => new KvOperationDto(KvOp.Get, command.Key),
        KvCommand.Put put => new KvOperationDto(KvOp.Put, put.Key, put.Value),
        KvCommand.Delete => new KvOperationDto(KvOp.Delete, command.Key),
        KvCommand.Append append => new KvOperationDto(KvOp.Append, append.Key, append.Suffix),
        KvCommand.Incr incr => new KvOperationDto(KvOp.Incr, incr.Key, Delta: incr.Delta),
        _ => throw new UnreachableException($"{command}"),
    };

    /// <summary>What it means; only after <see cref="KvGrammar"/> has no complaint.</summary>
    internal KvCommand.Simple ToCommand() => Op switch
    {
        KvOp.Get => new KvCommand.Get(Key),
        KvOp.Put => new KvCommand.Put(Key, Value!),
        KvOp.Delete => new KvCommand.Delete(Key),
        KvOp.Append => new KvCommand.Append(Key, Value!),
        KvOp.Incr => new KvCommand.Incr(Key, Delta ?? 1),
        _ => throw new UnreachableException(Op),
    };
}
