using System.Collections.Immutable;
using System.Diagnostics;
using RaftTorture.Scenarios.Plans;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RaftTorture.Running.Files;

/// <summary>
/// Which fields a plan has and what stands in each, so that a mistake is told in the words of the file:
/// the YAML library would tell it in the words of our types.
/// </summary>
internal static class PlanFields
{
    private static readonly IDeserializer Numbers = new DeserializerBuilder().Build();

    /// <summary>By their names in the file, in the order of <see cref="Plan"/>.</summary>
    private static readonly ImmutableArray<(string Name, Type Type)> Known =
    [
        .. typeof(Plan).GetProperties().Where(field => field.CanWrite)
            .Select(field => (HyphenatedNamingConvention.Instance.Apply(field.Name), field.PropertyType)),
    ];

    private static IReadOnlyList<string> Names => [.. Known.Select(known => known.Name)];

    /// <exception cref="PlanException">The first field that is none, or does not hold what it should.</exception>
    public static void Demand(YamlNode plan)
    {
        if (plan is not YamlMappingNode fields)
            throw Refusal(plan, "a plan is lines of a name and a value, such as seed: 1");
        foreach (var (name, value) in fields)
            Demand(name, value);
        if (!fields.Children.ContainsKey("seed"))
            throw Refusal(plan, "there is no seed: write one, such as seed: 1");
    }

    private static void Demand(YamlNode key, YamlNode value)
    {
        var name = (key as YamlScalarNode)?.Value ?? key.ToString();
        var type = Known.FirstOrDefault(field => field.Name == name).Type ?? throw Refusal(key, WhyUnknown(name));
        if (WhyNot(type, value) is { } reason)
            throw Refusal(key, $"{name} {reason}");
    }

    private static string WhyUnknown(string name) => NearestName.Of(name, Names) is { } near
        ? $"there is no '{name}' in a plan: did you mean {near}?"
        : $"there is no '{name}' in a plan: there are {string.Join(", ", Names)}";

    private static string? WhyNot(Type type, YamlNode value) => type switch
    {
        _ when type == typeof(ImmutableArray<string>) => WhyNoList(value),
        _ when type == typeof(string) => value is YamlScalarNode text && !IsNothing(text) ? null : "must be a text",
        _ when type == typeof(bool) => value is YamlScalarNode { Value: "true" or "false" } ? null : "must be true or false",
        _ when type == typeof(double) => WhyNoNumber(type, value, "a number"),
        _ when type == typeof(int) => WhyNoNumber(type, value, "a whole number up to 2147483647"),
        _ when type == typeof(long) => WhyNoNumber(type, value, "a whole number"),
        _ => throw new UnreachableException($"a plan has no fields of type {type}"),
    };

    private static string? WhyNoList(YamlNode value) => value switch
    {
        YamlSequenceNode list when list.All(item => item is YamlScalarNode text && !IsNothing(text)) => null,
        YamlScalarNode text when IsNothing(text) => null,
        YamlScalarNode text => $"is a list, write [{text.Value}]",
        _ => "is a list of names, write [one, two]",
    };

    private static string? WhyNoNumber(Type type, YamlNode value, string what) => value switch
    {
        YamlScalarNode text when IsNumber(type, text) => null,
        YamlScalarNode text when !IsNothing(text) => $"must be {what}, not {text.Value!.ReplaceLineEndings(" ")}",
        _ => $"must be {what}",
    };

    /// <summary>The library decides, for it is the one that will read the number.</summary>
    private static bool IsNumber(Type type, YamlScalarNode text)
    {
        try
        {
            return !IsNothing(text) && Numbers.Deserialize(text.Value!, type) is not null;
        }
        catch (YamlException)
        {
            return false;
        }
    }

    private static bool IsNothing(YamlScalarNode text) => text.Style == ScalarStyle.Plain && text.Value is null or "" or "~" or "null";

    private static PlanException Refusal(YamlNode node, string reason) => new($"plan, line {node.Start.Line}: {reason}");
}
