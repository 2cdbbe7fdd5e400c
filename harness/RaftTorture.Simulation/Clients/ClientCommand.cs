using RaftTorture.Checking.Histories;
using RaftTorture.Kv;

namespace RaftTorture.Simulation.Clients;

/// <summary>A register operation, in the words of the store and of the history.</summary>
internal sealed record ClientCommand(string F, string Key, KvCommand Command, Value Argument)
{
    public static ClientCommand Read(string key) => new("read", key, new KvCommand.Get(key), Value.Absent);

    public static ClientCommand Write(string key, string value) => new("write", key, new KvCommand.Put(key, value), Value.Of(value));

    public static ClientCommand Cas(string key, string? expected, string value) =>
        new("cas", key, new KvCommand.Cas(key, expected, value), Value.Cas(Value.Of(expected), Value.Of(value)));
}
