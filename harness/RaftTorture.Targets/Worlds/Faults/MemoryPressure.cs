using RaftTorture.Targets.Kernel.Memory;

namespace RaftTorture.Targets.Worlds.Faults;

/// <summary>Whether a limit was felt by those whom it limits, from what the kernel says of them before and since.</summary>
/// <remarks>
/// Version 1 of control groups takes memory back without counting that it did (failcnt stays 0 on recent kernels), so that it is told from what is
/// used: it was more than the limit and is not any more, or it stands at the limit while more pages come in than there was room for.
/// That a limit can be read back is no effect: a limit that is far away hurts nobody.
/// </remarks>
/// <param name="before">Before the limit was set.</param>
internal sealed class MemoryPressure(MemorySight before)
{
    /// <summary>The kernel hands out 64 pages at a time, and takes back 32: whoever is that near to the limit stands at it.</summary>
    private static readonly long AtLimitBytes = 64 * Environment.SystemPageSize;

    /// <summary>When it was seen at the limit first, since when it was seen nowhere else.</summary>
    private MemorySight? _atLimit;

    /// <summary>How the limit was felt, in words that follow a comma; null as long as it was not.</summary>
    public string? Felt { get; private set; }

    public void See(MemorySight now)
    {
        if (now.LimitBytes is { } limit)
            Felt ??= WordsOf(now, limit);
    }

    private string? WordsOf(MemorySight now, long limit)
    {
        if (now.Hits > before.Hits)
            return $"refused {now.Hits - before.Hits} times";
        if (before.UsedBytes > limit && now.UsedBytes <= limit)
            return $"{(before.UsedBytes - now.UsedBytes) / 1024} KiB were taken from it";
        _atLimit = limit - now.UsedBytes <= AtLimitBytes ? _atLimit ?? now : null;
        return _atLimit is { } first && (now.PagesIn - first.PagesIn) * Environment.SystemPageSize > limit - first.UsedBytes
            ? $"it stands there, and for {now.PagesIn - first.PagesIn} pages that came in others had to go"
            : null;
    }
}
