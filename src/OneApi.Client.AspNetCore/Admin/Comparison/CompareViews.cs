namespace OneApi.Client.AspNetCore.Admin;

/// <summary>A piece of the answer in one pane.</summary>
internal sealed record ComparePieceView(int Pane, string Text);

/// <summary>How one pane has ended. Amounts are micro-dollars.</summary>
internal sealed record CompareResultView(
    int Pane,
    string? AskedModel,
    string? AskedChannel,
    string Outcome,
    string Text,
    string? FinishReason,
    string? Model,
    string? Channel,
    double ElapsedMs,
    double? FirstTokenMs,
    TokensView? Usage,
    bool IsEstimated,
    long? ChargeMicros,
    long? ProviderCostMicros,
    int Attempts,
    Guid RequestId,
    CompareErrorView? Error);

/// <summary>What a pane failed with.</summary>
internal sealed record CompareErrorView(string Kind, string? Code, string Message);

/// <summary>The end of a stream of panes.</summary>
internal sealed record CompareDoneView(int Panes);
