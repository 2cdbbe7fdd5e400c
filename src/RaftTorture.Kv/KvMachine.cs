using System.Diagnostics;

namespace RaftTorture.Kv;

/// <summary>
/// The replicated state machine: keys, and for each client the last reply it got. Servers that apply the same commands in the
/// same order hold the same state and the same <see cref="StateHash"/>.
/// </summary>
/// <remarks>
/// A client sends one command at a time, so remembering its last reply is enough to answer every honest retry without applying it
/// twice (section 8, thesis 6.3). Sessions are never forgotten: a session that expired would let a late retry be applied again.
/// </remarks>
public sealed class KvMachine
{
    // Sorted and ordinal, because the hash walks over them.
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, LastReply> _sessions = new(StringComparer.Ordinal);

    /// <summary>Applies a command the first time, and repeats its reply every time after.</summary>
    public KvResult Apply(SessionCommand command)
    {
        if (_sessions.TryGetValue(command.ClientId, out var last) && command.Sequence <= last.Sequence)
            return command.Sequence == last.Sequence ? last.Result : new KvResult.StaleSequence(last.Sequence);

        var result = Execute(command.Command);
        _sessions[command.ClientId] = new LastReply(command.Sequence, result);
        return result;
    }

    /// <summary>The value of a key, or null if it is absent. The caller sees to it that the state is new enough (ReadIndex).</summary>
    public string? Read(string key) => _values.GetValueOrDefault(key);

    /// <summary>A fingerprint of keys and sessions, the same on every platform and in every process. Linear in the size of the state.</summary>
    public ulong StateHash
    {
        get
        {
            var hash = new Fnv1a();
            hash.Add(_values.Count);
            foreach (var (key, value) in _values)
            {
                hash.Add(key);
                hash.Add(value);
            }

            foreach (var (client, last) in _sessions)
            {
                hash.Add(client);
                last.AddTo(ref hash);
            }

            return hash.Value;
        }
    }

    private KvResult Execute(KvCommand command)
    {
        switch (command)
        {
            case KvCommand.Get:
                return new KvResult.Done(Read(command.Key));
            case KvCommand.Put put:
                return Set(put.Key, put.Value);
            case KvCommand.Delete:
                _values.Remove(command.Key);
                return new KvResult.Done(null);
            case KvCommand.Cas cas:
                var observed = Read(cas.Key);
                return observed == cas.Expected ? Set(cas.Key, cas.Value) : new KvResult.CasMiss(observed);
            case KvCommand.Append append:
                return Set(append.Key, Read(append.Key) + append.Suffix);
            default:
                throw new UnreachableException($"{command}");
        }
    }

    private KvResult.Done Set(string key, string value)
    {
        _values[key] = value;
        return new KvResult.Done(null);
    }

    private readonly record struct LastReply(long Sequence, KvResult Result)
    {
        public void AddTo(ref Fnv1a hash)
        {
            hash.Add(Sequence);
            switch (Result)
            {
                case KvResult.Done done:
                    hash.Add(0);
                    hash.Add(done.Value);
                    break;
                case KvResult.CasMiss miss:
                    hash.Add(1);
                    hash.Add(miss.Observed);
                    break;
                default:
                    // A stale sequence is an answer, never a reply that is kept.
                    throw new UnreachableException($"{Result}");
            }
        }
    }
}
