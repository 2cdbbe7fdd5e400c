namespace RaftTorture.Targets.Kernel;

/// <summary>Whether a machine can do something, found by trying it.</summary>
/// <param name="Words">How it does it, e.g. <c>NFQUEUE, because the kernel has no netem</c>; or what is missing.</param>
/// <param name="Remedy">What a person can do about it, a command where there is one; null if it works.</param>
public record Ability(bool Works, string Words, string? Remedy = null)
{
    public static Ability Missing(string words, string remedy) => new(false, words, remedy);
}
