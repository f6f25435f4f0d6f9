using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OneApi.Client;
using OneApi.Client.AspNetCore.DependencyInjection;
using OneApi.Client.AspNetCore.Endpoints;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Offers the gateway over HTTP.</summary>
public static class OneApiEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the endpoints that OpenAI's and Anthropic's clients call, under <c>/v1</c>: chat completions, completions, responses, messages, embeddings,
    /// images, audio, moderations, rerank and models. Callers prove themselves by an access token of the gateway (<see cref="IAccessTokens"/>), as bearer, <c>x-api-key</c> or <c>api-key</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="configure">Changes the options, or <see langword="null"/>: as <see cref="OneApiEndpointOptions"/> are configured.</param>
    /// <returns>What conventions for all of them are added to.</returns>
    /// <exception cref="InvalidOperationException">The gateway is not registered.</exception>
    /// <exception cref="OptionsValidationException">An option can't be; all errors are listed.</exception>
    public static IEndpointConventionBuilder MapOneApi(this IEndpointRouteBuilder endpoints, Action<OneApiEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var services = endpoints.ServiceProvider;
        if (services.GetService<IOneApiGateway>() is null)
        {
            throw new InvalidOperationException("MapOneApi needs the gateway: call services.AddOneApi(…).");
        }

        var options = services.GetRequiredService<IOptions<OneApiEndpointOptions>>().Value;
        if (configure is not null)
        {
            configure(options);
            Check(options);
        }

        var table = new EndpointTable(services, options);
        var all = endpoints.MapGroup(string.Empty);
        var group = all.MapGroup("/v1");
        foreach (var (pattern, method, handler) in table.Routes)
        {
            group.MapMethods(pattern, [method], handler);
            if (pattern.StartsWith(EndpointTable.BillingRoot, StringComparison.Ordinal))
            {
                all.MapMethods(pattern, [method], handler);
            }
        }

        foreach (var pattern in table.Routes.Select(static route => route.Pattern).Distinct())
        {
            var allowed = string.Join(" or ", table.Routes.Where(route => route.Pattern == pattern).Select(static route => route.Method));
            group.Map(pattern, context => table.RefuseAsync(context, UnknownRoute.Method(context, allowed))).WithOrder(1);
        }

        group.Map("{**rest}", context => table.RefuseAsync(context, UnknownRoute.At(context))).WithOrder(2);
        return all;
    }

    /// <summary>What was configured was checked when it was read; what is said here is checked here.</summary>
    private static void Check(OneApiEndpointOptions options)
    {
        var result = new OneApiEndpointOptionsValidator().Validate(Options.DefaultName, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(OneApiEndpointOptions), result.Failures);
        }
    }
}
