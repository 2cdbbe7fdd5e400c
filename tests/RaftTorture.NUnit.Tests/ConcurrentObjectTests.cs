using System.Collections.Concurrent;

namespace RaftTorture.NUnit.Tests;

/// <summary>What the constraint is for: objects of other people, under threads.</summary>
public sealed class ConcurrentObjectTests
{
    private const int Threads = 4;
    private const int RoundsPerThread = 300;

    [Test]
    public void A_concurrent_dictionary_is_a_register_a_key()
    {
        var map = new ConcurrentDictionary<string, int>();
        var history = History.Record();
        OnThreads((thread, round) =>
        {
            var (key, value) = ($"k{round % 3}", (thread * RoundsPerThread) + round + 1);
            history.Write(key, value, () => map[key] = value);
            var seen = history.Read(key, () => map[key]);
            history.Cas(key, seen, -value, () => map.TryUpdate(key, -value, seen));
        });

        Assert.That(history, Is.Linearizable("register"));
        Assert.That(history.Events, Has.Count.EqualTo(Threads * RoundsPerThread * 3 * 2));
    }

    /// <summary>The reader keeps a copy of its own, which nobody tells of the write.</summary>
    [Test]
    public void A_cache_that_is_not_told_of_writes_is_found_out()
    {
        var cache = new StaleCache();
        var history = History.Record();
        history.Read<object?>("k", () => cache.ReadAsFirstThread());
        history.Write("k", 1, () => cache.WriteAsSecondThread(1));
        history.Read<object?>("k", () => cache.ReadAsFirstThread());

        Assert.That(history, Is.Not.Linearizable("register"));
    }

    [Test]
    public void A_set_whose_additions_race_is_found_to_lose_what_it_acknowledged()
    {
        using var set = new RacySet(Threads);
        var history = History.Record();
        OnThreads((thread, round) =>
        {
            if (round > 0)
                return;
            var call = history.Begin("add", argument: thread);
            set.Add(thread);
            call.Ok();
        });
        var read = history.Begin("read");
        read.Ok(set.Elements);

        Assert.That(() => Assert.That(history, Is.Linearizable("set")), Throws.TypeOf<AssertionException>().With.Message.Contains("acknowledged"));
    }

    private static void OnThreads(Action<int, int> act)
    {
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() => Rounds(thread)))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();

        void Rounds(int thread)
        {
            for (var round = 0; round < RoundsPerThread; round++)
                act(thread, round);
        }
    }

    private sealed class StaleCache
    {
        private int? _stored;
        private (bool IsFilled, int? Copy) _first;

        public int? ReadAsFirstThread()
        {
            if (!_first.IsFilled)
                _first = (true, _stored);
            return _first.Copy;
        }

        public void WriteAsSecondThread(int value) => _stored = value;
    }

    /// <summary>Read, add, write back: all threads meet between the first and the last, so that only one addition survives.</summary>
    private sealed class RacySet(int threads) : IDisposable
    {
        private readonly Barrier _between = new(threads);

        public int[] Elements { get; private set; } = [];

        public void Add(int element)
        {
            var before = Elements;
            _between.SignalAndWait();
            Elements = [.. before, element];
        }

        public void Dispose() => _between.Dispose();
    }
}
