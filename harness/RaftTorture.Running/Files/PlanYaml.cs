using System.Collections.Immutable;
using RaftTorture.Scenarios.Plans;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace RaftTorture.Running.Files;

/// <summary><c>plan.yaml</c>: the plan's fields under their names with dashes, <c>time-limit-seconds: 60</c>. What is left out has its default.</summary>
public static class PlanYaml
{
    private static readonly ISerializer Serializer = new SerializerBuilder()
        .WithNamingConvention(HyphenatedNamingConvention.Instance)
        .WithTypeConverter(new NamesConverter())
        .Build();

    private static readonly IDeserializer Deserializer = new DeserializerBuilder()
        .WithNamingConvention(HyphenatedNamingConvention.Instance)
        .WithTypeConverter(new NamesConverter())
        .WithEnforceRequiredMembers()
        .Build();

    public static string Write(Plan plan) => Serializer.Serialize(plan);

    /// <summary>Reads a plan; whether it makes sense is for <see cref="PlanValidation"/>.</summary>
    /// <exception cref="PlanException">The text is not a plan: the line, and what is wrong there.</exception>
    public static Plan Parse(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents is not [var document, ..])
                throw new PlanException("the plan is empty: it needs at least a seed");
            PlanFields.Demand(document.RootNode);
            return Deserializer.Deserialize<Plan>(yaml);
        }
        catch (YamlException problem)
        {
            var reason = (problem.InnerException ?? problem).Message.ReplaceLineEndings(" ");
            throw new PlanException($"plan, line {problem.Start.Line}: {reason}", problem);
        }
    }

    /// <summary>Lists of names; the library itself does not know immutable arrays.</summary>
    private sealed class NamesConverter : IYamlTypeConverter
    {
        public bool Accepts(Type type) => type == typeof(ImmutableArray<string>);

        public object ReadYaml(IParser parser, Type type, ObjectDeserializer rootDeserializer)
        {
            var names = (string[]?)rootDeserializer(typeof(string[])) ?? [];
            return ImmutableArray.Create(names);
        }

        public void WriteYaml(IEmitter emitter, object? value, Type type, ObjectSerializer serializer)
        {
            emitter.Emit(new SequenceStart(null, null, isImplicit: true, SequenceStyle.Flow));
            foreach (var name in (ImmutableArray<string>)value!)
                emitter.Emit(new Scalar(name));
            emitter.Emit(new SequenceEnd());
        }
    }
}
