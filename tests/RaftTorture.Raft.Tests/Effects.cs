namespace RaftTorture.Raft.Tests;

/// <summary>Picks out of a list of effects what a test asks about.</summary>
internal static class Effects
{
    extension(IReadOnlyList<Effect> effects)
    {
        /// <summary>The messages sent, in order.</summary>
        public IReadOnlyList<Message> Sent => [.. effects.OfType<Effect.Send>().Select(send => send.Message)];

        /// <summary>The one message of that type that was sent.</summary>
        public T Reply<T>()
            where T : Message => effects.Sent.OfType<T>().Single();

        public IReadOnlyList<Entry> Applied => [.. effects.OfType<Effect.Apply>().SelectMany(apply => apply.Entries)];
    }
}
