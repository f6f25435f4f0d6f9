using OneApi.Client.Testing.StepFun;

namespace OneApi.Client.Testing;

/// <summary>StepFun on loopback: <c>/v1/chat/completions</c> and <c>/v1/images/generations</c>, with a bearer key.</summary>
/// <remarks>Roles and finish reasons of a stream are empty until the end, and usage is on every chunk. <see cref="Fault.ProviderError"/> knows the statuses of the vendor's page (<c>400</c>, <c>401</c>, <c>402</c>, <c>404</c>, <c>429</c>, <c>451</c>, <c>500</c>, <c>503</c>). See <see cref="FakeProvider"/> for how it answers.</remarks>
public sealed class FakeStepFun : FakeProvider
{
    private FakeStepFun(FakeProviderOptions options)
        : base(new StepFunWire(), options)
    {
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeStepFun Start() => new(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeStepFun Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(options);
    }
}
