using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Formats;

internal sealed class JepsenLogFormatTests
{
    [TestCase("INFO  jepsen.util - 4\t:invoke\t:read\tnil\n")]
    [TestCase("2026-01-02 03:04:05,678{GMT}\tINFO\t[jepsen worker 4] jepsen.util: 4\t:invoke\t:read\tnil\n")]
    [TestCase("4 :invoke :read nil\r\n")]
    public void An_operation_is_found_behind_whatever_the_logger_writes_first(string line) =>
        Assert.That(Reading.Lines(Reading.Of(line)), Is.EqualTo(["""{"process":4,"type":"invoke","f":"read","value":null}"""]));

    [Test]
    public void Other_lines_are_skipped_and_counted()
    {
        var file = Reading.Of("INFO  jepsen.core - Worker 4 starting\nINFO  jepsen.util - hello\n" + Samples.Log);
        Assert.That(file.Events, Has.Count.EqualTo(8));
        Assert.That(file.Assumptions, Is.EqualTo(["2 lines that tell of no operation were skipped"]));
    }

    [Test]
    public void The_nemesis_may_say_what_it_wants() =>
        Assert.That(
            Reading.Lines(Reading.Of("INFO  jepsen.util - :nemesis\t:info\t:start\tCut off {{{ :n1\n")),
            Is.EqualTo(["""{"process":"nemesis","type":"info","f":"start","value":null}"""]));

    [Test]
    public void What_follows_the_value_is_the_error() =>
        Assert.That(Reading.Of("1\t:invoke\t:cas\t[1 2]\n1\t:fail\t:cas\t[1 2]\tsql: OK 1 row\n").Events[1].Error, Is.EqualTo("sql: OK 1 row"));

    [Test]
    public void A_last_line_without_its_newline_is_left_out_for_a_value_cut_off_looks_whole()
    {
        var file = Reading.Of("1\t:invoke\t:read\tnil\n1\t:ok\t:read\t12");
        Assert.That((file.IsTruncated, file.Events.Count), Is.EqualTo((true, 1)));
    }

    [TestCase("1\t:invoke\t:read\tnil\n1\t:ok\t:read\t[1\n", "line 2: a bracket is opened here")]
    [TestCase("1\t:invoke\t:read\tnil\n1\t:gone\t:read\t1\n", "line 2: :type must be")]
    [TestCase("1\t:invoke\n", "line 1: :f must be")]
    [TestCase("1\t:ok\t:read\t1\n", "line 1: process 1 completes read without having invoked it")]
    [TestCase("99999999999\t:invoke\t:read\tnil\n", "line 1: :process must be")]
    public void A_broken_operation_is_an_error_that_names_the_line(string text, string message) =>
        Assert.That(() => Reading.Of(text), Throws.TypeOf<HistoryFormatException>().With.Message.Contains(message));
}
