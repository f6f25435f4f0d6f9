using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Channels;

/// <summary>ComfyUI's workflows in the configuration.</summary>
public sealed class WorkflowTests
{
    private const string Graph = """{"3":{"class_type":"KSampler","inputs":{"seed":1,"steps":20}},"6":{"class_type":"CLIPTextEncode","inputs":{"text":""}},"9":{"class_type":"SaveImage","inputs":{"images":["3",0]}}}""";

    private static readonly string Escaped = JsonSerializer.Serialize(Graph);

    public static TheoryData<string, string, string> Wrong => new()
    {
        { """ "Workflows": {} """, "OneApi:Channels:0:Workflows", "is empty; give at least one" },
        { """ "Workflows": { "m": { "Inputs": { "prompt": "6.text" } } } """, "OneApi:Channels:0:Workflows:m", "needs either File or Json" },
        { $$""" "Workflows": { "m": { "Json": {{Escaped}}, "File": "a.json", "Inputs": { "prompt": "6.text" } } } """, "OneApi:Channels:0:Workflows:m", "needs either File or Json" },
        { """ "Workflows": { "m": { "File": "no/such/file.json", "Inputs": { "prompt": "6.text" } } } """, "OneApi:Channels:0:Workflows:m:File", "'no/such/file.json' can't be read" },
        { """ "Workflows": { "m": { "Json": "{", "Inputs": { "prompt": "6.text" } } } """, "OneApi:Channels:0:Workflows:m", "is not a workflow in API format" },
        { """ "Workflows": { "m": { "Json": "{\"nodes\":[],\"links\":[]}", "Inputs": { "prompt": "6.text" } } } """, "OneApi:Channels:0:Workflows:m", "is not a workflow in API format" },
        { $$""" "Workflows": { "m": { "Json": {{Escaped}} } } """, "OneApi:Channels:0:Workflows:m:Inputs:prompt", "is missing; name the input" },
        { $$""" "Workflows": { "m": { "Json": {{Escaped}}, "Inputs": { "prompt": "text" } } } """, "OneApi:Channels:0:Workflows:m:Inputs:prompt", "'text' is not an input of a node" },
        { $$""" "Workflows": { "m": { "Json": {{Escaped}}, "Inputs": { "prompt": "7.text" } } } """, "OneApi:Channels:0:Workflows:m:Inputs:prompt", "has no node '7'; use one of 3, 6, 9" },
        { $$""" "Workflows": { "m": { "Json": {{Escaped}}, "Inputs": { "prompt": "6.text", "seed": "3.noise" } } } """, "OneApi:Channels:0:Workflows:m:Inputs:seed", "node '3' has no input 'noise'; use one of seed, steps" },
        { $$""" "Workflows": { "m": { "Json": {{Escaped}}, "Inputs": { "prompt": "6.text" }, "Output": "12" } } """, "OneApi:Channels:0:Workflows:m:Output", "has no node '12'" },
        { $$""" "Workflows": [ { "Json": {{Escaped}}, "Inputs": { "prompt": "6.text" } } ] """, "OneApi:Channels:0:Workflows:0:Model", "is missing" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void AWrongWorkflow_IsNamedWithItsPath(string members, string path, string says)
    {
        var failure = Assert.Throws<OptionsValidationException>(() => TestGateway.Of(Json(members)).Snapshot);

        Assert.Contains(failure.Failures, error => error.StartsWith(path + ":", StringComparison.Ordinal) && error.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void WorkflowsOfAnotherProvider_AreAnError()
    {
        var failure = Assert.Throws<OptionsValidationException>(() => TestGateway.Of(
            $$"""{ "OneApi": { "Channels": [ { "Name": "a", "Provider": "openai", "ApiKey": "k", "Workflows": { "m": { "Json": {{Escaped}}, "Inputs": { "prompt": "6.text" } } } } ] } }""").Snapshot);

        Assert.Contains("OneApi:Channels:0:Workflows: provider 'openai' has none", Assert.Single(failure.Failures), StringComparison.Ordinal);
    }

    /// <summary>A key can't hold a colon, so the list form names the model.</summary>
    [Fact]
    public async Task MapAndList_ServeTheirModels()
    {
        await using var map = TestGateway.Of(Json($$""" "Workflows": { "poster": { "Json": {{Escaped}}, "Inputs": { "prompt": "6.text" } } } """));
        await using var list = TestGateway.Of(Json($$""" "Workflows": [ { "Model": "flux:dev", "Json": {{Escaped}}, "Inputs": { "prompt": "6.text" } } ] """));

        Assert.True(map.Snapshot.Channels[0].Serves("poster"));
        Assert.False(map.Snapshot.Channels[0].Serves("other"));
        Assert.True(list.Snapshot.Channels[0].Serves("flux:dev"));
    }

    [Fact]
    public async Task AFile_IsRead_AndReadAgainOnAReload()
    {
        var file = Path.Combine(Path.GetTempPath(), $"oneapi-workflow-{Environment.ProcessId}.json");
        await File.WriteAllTextAsync(file, Graph.Replace("\"steps\":20", "\"steps\":11", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        try
        {
            await using var fake = FakeComfyUI.Start();
            string Configured(string name) => $$"""
                { "OneApi": { "Channels": [ { "Name": "{{name}}", "Provider": "comfyui", "BaseUrl": "{{fake.Url}}",
                  "Workflows": { "poster": { "File": {{JsonSerializer.Serialize(file)}}, "Inputs": { "prompt": "6.text", "seed": "3.seed" } } } } ] } }
                """;
            var configuration = new EditableConfiguration(Configured("a"));
            await using var gateway = TestGateway.Of(configuration.Root);
            Assert.Equal(11, await StepsAsync(gateway, fake));

            await File.WriteAllTextAsync(file, Graph.Replace("\"steps\":20", "\"steps\":12", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            configuration.Edit(Configured("b"));
            Assert.Equal(12, await StepsAsync(gateway, fake));

            File.Delete(file);
            configuration.Edit(Configured("c"));
            Assert.Equal(12, await StepsAsync(gateway, fake));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<int> StepsAsync(TestGateway gateway, FakeComfyUI fake)
    {
        fake.PollsUntilDone = 1;
        await gateway.Services.GetRequiredService<IImageGenerator>().GenerateAsync(new("a cat"), new() { ModelId = "poster" }, TestContext.Current.CancellationToken);
        var sent = fake.Requests.Last(static request => request.Path == "/prompt").Json;
        return sent.GetProperty("prompt").GetProperty("3").GetProperty("inputs").GetProperty("steps").GetInt32();
    }

    private static string Json(string members) => $$"""{ "OneApi": { "Channels": [ { "Name": "a", "Provider": "comfyui", {{members}} } ] } }""";
}
