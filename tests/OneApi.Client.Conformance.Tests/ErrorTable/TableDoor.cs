using OneApi.Client.Testing;
using OneApi.Client.Tests.Errors;

namespace OneApi.Client.Conformance.Tests.ErrorTable;

/// <summary>How a gateway is called, and what goes wrong behind it.</summary>
/// <param name="Subject">The provider whose fakes fail; null is an existing client.</param>
/// <param name="Streaming">Whether the answer is streamed.</param>
/// <param name="Kind">The kind of error that it must become.</param>
/// <param name="Fault">What the fake does.</param>
internal sealed record TableDoor(Subject? Subject, bool Streaming, OneApiErrorKind Kind, Fault? Fault)
{
    private const string Client = "client ";

    /// <summary>Kinds that come from a provider. The others are ours, and no channel is asked before them.</summary>
    private static readonly OneApiErrorKind[] OfProviders =
    [
        .. Enum.GetValues<OneApiErrorKind>().Where(static kind => !kind.ToString().StartsWith("Caller", StringComparison.Ordinal)
            && kind is not (OneApiErrorKind.NoChannel or OneApiErrorKind.Unsupported or OneApiErrorKind.PriceUnknown)),
    ];

    /// <summary>Gets one subject of every wire and every kind of fault, and an existing client that fails in every kind; whole and streamed.</summary>
    public static TheoryData<string, bool, string> All
    {
        get
        {
            var data = new TheoryData<string, bool, string>();
            foreach (var streaming in (bool[])[false, true])
            {
                foreach (var subject in Subjects.OfEachWire)
                {
                    foreach (var fault in ErrorCases.Names.Append("silence"))
                    {
                        data.Add(subject, streaming, fault);
                    }
                }

                foreach (var kind in OfProviders)
                {
                    data.Add("client", streaming, Client + kind);
                }
            }

            return data;
        }
    }

    public DesignRow Row => DesignTable.Of(Kind);

    /// <summary>Gets a value indicating whether the same channel is asked again with a new token, whatever else follows.</summary>
    public bool IsRefreshed => Row.SameChannel == "OnceAfterRefresh" && Subject?.IssuesTokens == true;

    /// <summary>Gets how often a channel must fail to fail.</summary>
    public int Strikes => IsRefreshed ? 2 : 1;

    /// <summary>Gets a value indicating whether the provider has answered nothing at all, so that nothing is known of key and model.</summary>
    public bool IsConnectionFault { get; private init; }

    public static TableDoor Of(string subject, bool streaming, string fault)
    {
        if (fault.StartsWith(Client, StringComparison.Ordinal))
        {
            return new(null, streaming, Enum.Parse<OneApiErrorKind>(fault[Client.Length..]), null) { IsConnectionFault = fault == Client + OneApiErrorKind.ProviderUnavailable };
        }

        var of = Subjects.Of(subject);
        if (fault == "silence")
        {
            return new(of, streaming, OneApiErrorKind.Timeout, Fault.Silence());
        }

        var (struck, kind) = ErrorCases.Of(fault);
        return new(of, streaming, of.KindsOfItsPage.GetValueOrDefault(fault, kind), struck) { IsConnectionFault = fault == "reset" };
    }
}
