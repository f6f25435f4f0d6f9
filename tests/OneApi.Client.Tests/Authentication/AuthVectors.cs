using System.Text.Json;
using Xunit;

namespace OneApi.Client.Tests.Authentication;

/// <summary>The vectors of <c>shared/protocols/auth-vectors.json</c>, looked for upwards of the test's binary.</summary>
internal static class AuthVectors
{
    public const string Missing = "shared/protocols/auth-vectors.json is in no folder above the tests";

    private static readonly Lazy<Dictionary<string, JsonElement>?> All = new(Load);

    public static bool ArePresent => All.Value is not null;

    public static IEnumerable<AuthVector> Every => All.Value!.Values.Select(static vector => new AuthVector(vector));

    public static AuthVector Get(string id) => new(All.Value![id]);

    /// <summary>One row for each vector of a scheme, named by its id; one skipped row where the file is missing.</summary>
    public static IEnumerable<TheoryDataRow<string>> Of(string algorithm) => ArePresent
        ? Every.Where(vector => vector.Algorithm == algorithm).Select(static vector => new TheoryDataRow<string>(vector.Id) { TestDisplayName = vector.Id })
        : [new TheoryDataRow<string>(algorithm) { Skip = Missing }];

    private static Dictionary<string, JsonElement>? Load()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "shared", "protocols", "auth-vectors.json");
            if (File.Exists(file))
            {
                return JsonElement.Parse(File.ReadAllBytes(file)).GetProperty("vectors").EnumerateArray().ToDictionary(static vector => vector.GetProperty("id").GetString()!);
            }
        }

        return null;
    }
}
