using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using RaftTorture.Raft;
using RaftTorture.Replica.Storage;
using RaftTorture.TestKit.Storage;

namespace RaftTorture.Replica.Tests.Storage;

/// <summary>Random lives of a log, against a list that knows which writes were flushed.</summary>
[TestFixture]
public sealed class LogModelTests
{
    [Test]
    public void A_log_recovers_exactly_what_was_flushed_whatever_happened()
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(2000).WithEndSize(60);

        Check.One(config, Prop.ForAll<(byte Kind, byte At, byte Count)[]>(Live));
    }

    // A step is three bytes, so that FsCheck can shrink a life to the shortest and plainest that still fails.
    private static void Live((byte Kind, byte At, byte Count)[] steps)
    {
        var life = new Life();
        foreach (var (kind, at, count) in steps)
        {
            switch (kind % 6)
            {
                case 0 or 1:
                    life.WriteEntries(at, count % 4 + 1);
                    break;
                case 2:
                    life.WriteState(at, count);
                    break;
                case 3:
                    life.Flush();
                    break;
                case 4:
                    life.PowerCut();
                    break;
                default:
                    life.PowerCutDuringFlush(at);
                    break;
            }
        }

        life.PowerCut();
    }

    private sealed record Model(HardState State, ImmutableList<Entry> Entries);

    private sealed class Life
    {
        private readonly MemoryDisk _disk = new();
        private LogStore _log;
        private Model _durable = new(HardState.Initial, []);
        private Model _written;
        private int _writes;

        public Life()
        {
            _log = LogStore.Open(_disk);
            _written = _durable;
        }

        public void WriteEntries(int at, int count)
        {
            var first = at % (_written.Entries.Count + 1) + 1;
            _writes++;
            var entries = Enumerable.Range(first, count).Select(index => Logs.Entry(index, _writes)).ToArray();
            _log.Write(null, entries);
            _written = _written with { Entries = _written.Entries.GetRange(0, first - 1).AddRange(entries) };
        }

        public void WriteState(int term, int votedFor)
        {
            _written = _written with { State = Logs.State(term, votedFor == 0 ? null : votedFor) };
            _log.Write(_written.State, []);
        }

        public void Flush()
        {
            _log.Flush();
            _durable = _written;
        }

        public void PowerCut()
        {
            _disk.PowerCut();
            Reopen();
            AssertHolds(_durable);
        }

        /// <summary>The batch is on its way when the power fails: a few of its bytes arrive, or all.</summary>
        public void PowerCutDuringFlush(int tornBytes)
        {
            var lengthBefore = _disk.LogFile().Length;
            _disk.FailsNextFlush = true;
            try
            {
                _log.Flush();
            }
            catch (IOException)
            {
            }

            var batchBytes = _disk.LogFile().Length - lengthBefore;
            _disk.PowerCut(tornBytes);
            Reopen();
            AssertHolds(tornBytes < batchBytes ? _durable : _written);
        }

        private void Reopen() => _log = LogStore.Open(_disk);

        private void AssertHolds(Model expected)
        {
            Assert.That(_log.Recovered.HardState, Is.EqualTo(expected.State));
            Assert.That(_log.Recovered.Entries, Is.EqualTo(expected.Entries));
            _written = _durable = expected;
        }
    }
}
