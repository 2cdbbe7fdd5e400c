using RaftTorture.Checking.Checkers;
using RaftTorture.Checking.Histories;
using RaftTorture.Checking.Models;

namespace RaftTorture.Checking.Tests.Models;

/// <summary>Asserts on a history told as a story, judged by a model of the catalog.</summary>
internal static class ModelStories
{
    public static Verdict Judge(string model, string story, Value? initial = null) =>
        ModelCatalog.Create(model, initial).Check(Story.Of(story), CheckLimits.None);

    public static void AssertAccepts(string model, string story, Value? initial = null) =>
        Assert.That(Judge(model, story, initial).Validity, Is.EqualTo(Validity.Valid));

    public static void AssertRejects(string model, string story, Value? initial = null) =>
        Assert.That(Judge(model, story, initial).Validity, Is.EqualTo(Validity.Invalid));

    /// <summary>Of an operation that never happened, too.</summary>
    public static void AssertCannotRead(string model, string invocation, Value? initial = null)
    {
        var error = Assert.Throws<HistoryFormatException>(() => Judge(model, $"{invocation}\n1 fail", initial));
        Assert.That(error.LineNumber, Is.EqualTo(1));
    }
}
