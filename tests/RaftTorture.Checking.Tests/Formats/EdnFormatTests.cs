using RaftTorture.Checking.Histories;

namespace RaftTorture.Checking.Tests.Formats;

internal sealed class EdnFormatTests
{
    [Test]
    public void A_history_of_Jepsen_is_read_with_its_nemesis_and_errors()
    {
        var file = Reading.Of("""
            ; a run
            #jepsen.history.Op{:index 10, :time 5, :type :info, :process :nemesis, :f :start, :value {:n1 1.5, :n2 [a \b "c"]}}
            {:index 11, :time 7, :type :invoke, :process 3, :f :add, :value 9 #_ :nothing}
            {:index 12, :time 8, :type :info, :process 3, :f :add, :value 9, :error [:timeout "n\t1"], :extra #{1 2}}
            """);
        Assert.That(Story.Tell(file.Events), Is.EqualTo("""
            {"index":10,"time":5,"process":"nemesis","type":"info","f":"start","value":[[":n1","1.5"],[":n2",["a","\\b","c"]]]}
            {"index":11,"time":7,"process":3,"type":"invoke","f":"add","value":9}
            {"index":12,"time":8,"process":3,"type":"info","f":"add","value":9,"error":"[:timeout n\t1]"}

            """));
    }

    [Test]
    public void Older_histories_are_one_list_without_indices() =>
        Assert.That(
            Reading.Of("( {:process 1 :type :invoke :f :read}\n ; why\n {:process 1 :type :ok :f :read :value \"a\"})").Events.Select(e => e.Index),
            Is.EqualTo([0, 1]));

    [Test]
    public void Key_value_logs_of_Porcupine_have_a_key_beside_the_value()
    {
        var file = Reading.Of("""
            {:process 0, :type :invoke, :f :get, :key "3", :value nil}
            {:process 0, :type :ok, :f :get, :key "3", :value "x 0 1 y"}
            """);
        Assert.That(Reading.Lines(file)[1], Does.EndWith("""
            "f":"get","key":"3","value":"x 0 1 y"}
            """));
    }

    [Test]
    public void Pairs_in_every_value_are_independent_keys_and_that_is_said()
    {
        var file = Reading.Of("""
            {:process 0, :type :invoke, :f :read, :value [7 nil]}
            {:process 1, :type :invoke, :f :cas, :value [8 [1 2]]}
            {:process 0, :type :ok, :f :read, :value [7 5]}
            {:process 1, :type :info, :f :cas, :value :timed-out}
            """);
        Assert.That(
            file.Events.Select(e => (e.Key, e.Value.ToString())),
            Is.EqualTo([("7", "null"), ("8", "[1 2]"), ("7", "5"), (null, "null")]));
        Assert.That(file.Assumptions, Is.EqualTo(["every value is a pair: taken as [key value] of independent keys"]));
    }

    [TestCase("{:process 0, :type :invoke, :f :cas, :value [1 2]}", TestName = "A_cas_on_one_key_is_no_pair_of_key_and_value")]
    [TestCase("{:process 0 :type :invoke :f :write :value [1 2]} {:process 1 :type :invoke :f :read}", TestName = "One_value_that_is_no_pair_refutes_keys")]
    public void Without_independent_keys_values_stay_whole(string text)
    {
        Assert.That(Reading.Of(text), Has.Property("Assumptions").Empty);
        Assert.That(Reading.Of(text).Events[0].Value.ToString(), Is.EqualTo("[1 2]"));
    }

    [Test]
    public void Sets_and_maps_are_equal_in_whatever_order_they_are_written() =>
        Assert.That(Value("#{3 1 \"b\" 2}"), Is.EqualTo(Value("#{2 \"b\" 3 1}")).And.Not.EqualTo(Value("#{2 3 1}")));

    [Test]
    public void A_keyword_is_another_value_than_its_name() => Assert.That(Value(":a"), Is.Not.EqualTo(Value("\"a\"")));

    [Test]
    public void Half_a_last_map_is_left_out_and_said([Values(1, 8, 11, 25, 40, 47)] int length)
    {
        var file = Reading.Of(Samples.Edn + Samples.Edn[..length]);
        Assert.That((file.IsTruncated, file.Events.Count), Is.EqualTo((true, 8)));
    }

    [TestCase("{:process 1, :type :invoke, :f :write, :value ##NaN}", "line 1: ##NaN is not a whole number")]
    [TestCase("{:process 1, :type :invoke, :f :write, :value [1 1e999]}", "line 1: 1e999 is not a whole number")]
    [TestCase("{:process 1, :type :invoke, :f :write, :value 99999999999999999999N}", "line 1: 99999999999999999999N is not a whole number")]
    [TestCase("{:process 1, :type :invoke, :f :read}\n{:process 1, :type :invoke, :f :read}", "line 2: process 1 invokes read before its read ended")]
    [TestCase("{:process 1, :type :ok, :f :read}", "line 1: process 1 completes read without having invoked it")]
    [TestCase("{:index 4 :process 1 :type :invoke :f :read}\n\n{:index 4 :process 2 :type :invoke :f :read}", "line 3: its index 4 does not follow 4")]
    [TestCase("{:process 1, :type :invoke, :f :read\n", "line 1: a bracket is opened here that no '}' closes")]
    [TestCase("{:process 1, :type :invoke\n{:process 1}", "line 1: a bracket is opened here that no '}' closes")]
    [TestCase("[{:process 1, :type :invoke, :f :read}\n", "line 1: a bracket is opened here that no ']' closes")]
    [TestCase("[]\n]", "line 2: something follows the ']'")]
    [TestCase("{:process 1, :type}\n", "line 1: a map has a key without a value")]
    [TestCase("{:process 1, :f [1 2)}\n", "line 1: a ')' closes nothing")]
    [TestCase("{:valid? true}", "line 1: it has no :process")]
    [TestCase("[1]", "line 1: an operation is a map")]
    [TestCase("{:process :me, :type :ok, :f :read}", "line 1: :process must be")]
    [TestCase("{:process 1, :type :maybe, :f :read}", "line 1: :type must be")]
    [TestCase("{:process 1, :type :ok, :f nil}", "line 1: :f must be")]
    [TestCase("{:process 1, :f \"\\q\"}", "line 1: a string has an escape")]
    public void A_broken_history_is_an_error_that_names_the_line(string text, string message) =>
        Assert.That(() => Reading.Of(text), Throws.TypeOf<HistoryFormatException>().With.Message.Contains(message));

    [TestCase("[")]
    [TestCase("{:a ")]
    [TestCase("#_")]
    [TestCase("#a ")]
    [TestCase("#{")]
    public void Brackets_without_end_are_an_error_and_not_the_end_of_the_stack(string opening) =>
        Assert.That(
            () => Reading.Of("[" + string.Concat(Enumerable.Repeat(opening, 100_000))),
            Throws.TypeOf<HistoryFormatException>().With.Message.EqualTo("history line 1: brackets nest deeper than 64"));

    [Test]
    public void Text_that_is_no_Unicode_is_an_error() =>
        Assert.That(
            () => Reading.Of([.. "{:process 1 :f \""u8, 0xC3, 0x28, .. "\"}\n"u8]),
            Throws.TypeOf<HistoryFormatException>().With.Message.Contains("UTF-8"));

    private static Value Value(string form) => Reading.Of($"{{:process 1, :type :invoke, :f :write, :value {form}}}").Events[0].Value;
}
