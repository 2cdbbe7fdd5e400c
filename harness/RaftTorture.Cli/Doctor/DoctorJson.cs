using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RaftTorture.Reporting.Charts;
using RaftTorture.Targets.Doctor;
using RaftTorture.Targets.Kernel;

namespace RaftTorture.Cli.Doctor;

/// <summary>The same for programs: an object by world, with <c>works</c>, <c>words</c>, <c>remedy</c> where there is one, and <c>faults</c> by their names.</summary>
public static class DoctorJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(ImmutableArray<WorldHealth> worlds) => JsonSerializer.Serialize(worlds.ToDictionary(world => world.World, Of), Options);

    private static WorldEntry Of(WorldHealth world) => new(
        world.Itself.Works,
        world.Itself.Words,
        world.Itself.Remedy,
        world.Faults.ToDictionary(fault => FaultName.Of(fault.Key), fault => fault.Value));

    private sealed record WorldEntry(bool Works, string Words, string? Remedy, Dictionary<string, Ability> Faults);
}
