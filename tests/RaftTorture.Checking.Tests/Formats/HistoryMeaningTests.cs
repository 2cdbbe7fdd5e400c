using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Formats;
using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Formats;

internal sealed class HistoryMeaningTests
{
    private const string ReadOfNull = """
        1 invoke write k 1
        1 ok
        2 invoke read k
        2 ok null
        """;

    private const string FailedCas = """
        1 invoke write k 1
        1 ok
        2 invoke cas k [1,2]
        2 fail
        """;

    [TestCase(ReadOfNull, NullRead.Absent, Validity.Invalid)]
    [TestCase(ReadOfNull, NullRead.Unknown, Validity.Valid)]
    public void A_read_of_null_saw_absence_or_says_nothing(string story, NullRead meaning, Validity validity) =>
        Assert.That(Judge(Story.Of(story), HistoryMeaning.Default with { NullRead = meaning }), Is.EqualTo(validity));

    [TestCase(CasFail.Miss, Validity.Invalid)]
    [TestCase(CasFail.Never, Validity.Valid)]
    public void A_failed_cas_found_another_value_or_never_happened(CasFail meaning, Validity validity)
    {
        var events = Story.Of(FailedCas).Select(e => e with { Error = null });
        Assert.That(Judge([.. events], HistoryMeaning.Default with { CasFail = meaning }), Is.EqualTo(validity));
    }

    [Test]
    public void A_failure_that_has_a_reason_is_no_miss() =>
        Assert.That(Judge(Story.Of(FailedCas), HistoryMeaning.Default with { CasFail = CasFail.Miss }), Is.EqualTo(Validity.Valid));

    [Test]
    public void The_meaning_is_told_in_words() => Assert.Multiple(() =>
    {
        Assert.That(HistoryMeaning.Default.Words, Is.EqualTo("null reads mean absent, failed cas without cas-miss never happened (defaults)"));
        Assert.That(new HistoryMeaning(NullRead.Unknown, CasFail.Miss).Words, Is.EqualTo("null reads mean nobody knows, failed cas without cas-miss missed"));
    });

    private static Validity Judge(IReadOnlyList<HistoryEvent> events, HistoryMeaning meaning) =>
        new LinearizabilityChecker().Check(meaning.Apply(events), CheckLimits.None).Validity;
}
