using RaftTorture.Zoo.Animals;

namespace RaftTorture.Zoo;

/// <summary>All animals, part by part.</summary>
public static class ZooCatalog
{
    public static IReadOnlyList<Animal> All { get; } =
    [
        ForgetsItsVote.Animal,
        SkipsVotes.Animal,
        FallsBackInTerm.Animal,
        SkipsTerms.Animal,
        VotesForEverybody.Animal,
        IgnoresLogs.Animal,
        ComparesLengthOnly.Animal,
        DemandsBothLater.Animal,
        HalfIsEnough.Animal,
        RefusesWithoutLearning.Animal,
        StaysRogue.Animal,
        HearsOldLeaders.Animal,
        AppendsAnywhere.Animal,
        OverlooksConflicts.Animal,
        TruncatesOnOverlap.Animal,
        CommitsUnverified.Animal,
        SkipsAnEntry.Animal,
        AgreesToTooMuch.Animal,
        TakesMissingForMatching.Animal,
        CountsOldEntries.Animal,
        CountsItselfUnflushed.Animal,
        NeverFlushes.Animal,
        IgnoresFlushErrors.Animal,
        SendsBeforeItPersists.Animal,
        InstallsOldSnapshots.Animal,
        KeepsLogBesideSnapshot.Animal,
        CompactsBeforeItSaves.Animal,
        ChangesBeforeCommitting.Animal,
        ChangesTwoAtOnce.Animal,
        PromotesAnybody.Animal,
        ReadsWithoutAsking.Animal,
        ReadsBeforeCommitting.Animal,
        ConfirmsNewerReads.Animal,
        ListensToCandidates.Animal,
    ];
}
