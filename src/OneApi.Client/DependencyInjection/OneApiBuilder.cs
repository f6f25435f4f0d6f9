using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.DependencyInjection;

internal sealed class OneApiBuilder(IServiceCollection services) : IOneApiBuilder
{
    public IServiceCollection Services { get; } = services;
}
