using OneApi.Client.Gateway;

namespace OneApi.Client.Quotas;

/// <summary>The second step of a call: setting its worst reasonable cost aside. Without access tokens there is nothing to set aside.</summary>
internal sealed class Reserver
{
    public ValueTask ReserveAsync(Call call)
    {
        _ = call;
        return ValueTask.CompletedTask;
    }
}
