using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.Tests.Docs;

/// <summary>What the documentation shows must work as pasted.</summary>
public sealed partial class SnippetTests
{
    /// <summary>What a reader has around a snippet: the usual usings, and the variables that the text speaks of.</summary>
    private const string Before = """
        using System; using System.Collections.Generic; using System.Diagnostics; using System.IO; using System.Linq; using System.Threading; using System.Threading.Tasks;
        using Microsoft.AspNetCore.Builder; using Microsoft.Extensions.AI; using Microsoft.Extensions.Configuration; using Microsoft.Extensions.DependencyInjection; using Microsoft.Extensions.Hosting;
        using OneApi.Client; using OneApi.Client.Testing; using Xunit;
        class Page
        {
            string[] args = []; string openAIKey = ""; string anthropicKey = "";
            IServiceCollection services = null!; HostApplicationBuilder builder = null!; WebApplication app = null!; IChatClient chatClient = null!; IChatClient client = null!;
            IConfiguration configuration = null!; Entra entra = new();
            class Entra { public ValueTask<string> GetTokenAsync(CancellationToken token) => default; }
            class MyCredentialCache : ICredentialCache
            {
                public ValueTask<IssuedCredential?> GetAsync(string key, CancellationToken token) => default;
                public ValueTask SetAsync(string key, IssuedCredential credential, CancellationToken token) => default;
                public ValueTask RemoveAsync(string key, IssuedCredential refused, CancellationToken token) => default;
            }
            DailyUsageReport report = null!;
            class MailToFinance : IDailyReportSink { public ValueTask TakeAsync(DailyUsageReport report, CancellationToken cancellationToken) => default; }
            FakeProvider fake = null!; CancellationTokenSource caller = null!; CancellationToken stop;
            async Task Snippet()
            {
                await Task.Yield();

        """;

    public static TheoryData<string> Code => [.. DocPages.Blocks("csharp").Select(static block => block.Name)];

    public static TheoryData<string> Configuration => [.. DocPages.Blocks("json").Where(static block => block.Code.Contains("\"OneApi\"", StringComparison.Ordinal)).Select(static block => block.Name)];

    [Theory]
    [MemberData(nameof(Code))]
    public void Code_Compiles(string name)
    {
        var code = DocPages.Blocks("csharp").Single(block => block.Name == name).Code;
        var usings = code.Split('\n').Where(static line => ExtraUsing().IsMatch(line)).ToArray();
        var errors = Compile(string.Concat(usings) + Before + ExtraUsing().Replace(code, "") + "\n}}");

        Assert.True(errors.Length == 0, string.Join("\n", errors));
    }

    [Fact]
    public void Code_ThatIsWrong_DoesNotCompile() => Assert.NotEmpty(Compile(Before + "services.AddOneApi(o => o.Chanels.Clear());\n}}"));

    [Theory]
    [MemberData(nameof(Configuration))]
    public void Configuration_IsValid(string name)
    {
        var json = DocPages.Blocks("json").Single(block => block.Name == name).Code.Replace("…", "key", StringComparison.Ordinal);
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();
        var services = new ServiceCollection();
        services.AddOneApi(configuration);
        using var provider = services.BuildServiceProvider();

        Assert.NotNull(provider.GetRequiredService<IChatClient>());
    }

    private static string[] Compile(string source)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(static path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create(
            "Page",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest), cancellationToken: TestContext.Current.CancellationToken)],
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        return [.. compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static found => found.Severity == DiagnosticSeverity.Error).Select(static found => found.ToString())];
    }

    [GeneratedRegex(@"^using [\w.]+;\r?$", RegexOptions.Multiline)]
    private static partial Regex ExtraUsing();
}
