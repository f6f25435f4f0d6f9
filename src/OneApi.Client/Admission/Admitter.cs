using OneApi.Client.Channels;
using OneApi.Client.Gateway;

namespace OneApi.Client.Admission;

/// <summary>The first step of a call: who may ask for what. Access tokens and rate limits have their place here.</summary>
internal sealed class Admitter
{
    /// <summary>Finds the caller's group and checks that it may use the model.</summary>
    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.CallerForbidden"/>: the group is unknown, or not allowed the model. <see cref="OneApiErrorKind.CallerUnauthorized"/>: an access token that nobody can check.</exception>
    public void Admit(Call call)
    {
        if (call.Caller.AccessToken is not null)
        {
            // No store of access tokens is registered, so no token can be known: fail closed.
            throw new OneApiException(OneApiErrorKind.CallerUnauthorized) { ProviderCode = "invalid_api_key" };
        }

        var name = call.Caller.Group ?? Group.DefaultName;
        if (!call.Snapshot.Groups.TryGetValue(name, out var group))
        {
            throw new OneApiException(OneApiErrorKind.CallerForbidden)
            {
                ProviderCode = "group_not_allowed",
                ProviderMessage = "The group is not configured.",
            };
        }

        if (!group.Allows(call.Model))
        {
            throw new OneApiException(OneApiErrorKind.CallerForbidden)
            {
                ProviderCode = "model_not_allowed",
                ProviderMessage = "The group may not use the model.",
            };
        }

        call.Group = group;
    }
}
