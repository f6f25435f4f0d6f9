using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneApi.Client;

namespace Bench.InProc;

/// <summary>OneApi.Client as a host uses it: AddOneApi, one channel, the IChatClient of the container; engine, failover and usage record included.</summary>
static class Ours
{
    public static IChatClient Client(Transports transports, Wire wire, bool stream, string model)
    {
        var services = new ServiceCollection();
        services.AddLogging(b => b.SetMinimumLevel(LogLevel.Warning).AddProvider(new FormattingSink()));
        if (transports.IsStub)
        {
            services.ConfigureHttpClientDefaults(b => b.ConfigurePrimaryHttpMessageHandler(() => transports.Handler(wire, stream, model)));
        }

        services.AddOneApi(options =>
        {
            options.DefaultModel = model;
            options.Channels.Add(new ChannelConfig
            {
                Name = "bench",
                Provider = wire switch { Wire.OpenAi => "openai", Wire.Anthropic => "anthropic", _ => "gemini" },
                BaseUrl = transports.Base + wire switch { Wire.OpenAi => "/v1", Wire.Anthropic => "", _ => "/v1beta" },
                ApiKey = "sk-bench",
                Models = { "*" },
            });
        });
        return services.BuildServiceProvider().GetRequiredService<IChatClient>();
    }
}
