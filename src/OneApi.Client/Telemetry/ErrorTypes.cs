using System.Collections.Frozen;
using System.Text.Json;

namespace OneApi.Client.Telemetry;

/// <summary>Kinds of error as telemetry spells them: in snake case.</summary>
internal static class ErrorTypes
{
    private static readonly FrozenDictionary<OneApiErrorKind, string> Names = Enum.GetValues<OneApiErrorKind>()
        .ToFrozenDictionary(kind => kind, kind => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString()));

    public static string Of(OneApiErrorKind kind) => Names[kind];
}
