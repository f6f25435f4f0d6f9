namespace OneApi.Client;

/// <summary>A business line: which models it may use, its model map and its routing.</summary>
public sealed class GroupConfig
{
    /// <summary>Gets or sets the public model names that the group may use; <c>*</c> stands for any characters.</summary>
    /// <value>Empty by default: all models.</value>
    public IList<string> Models { get; set; } = [];

    /// <summary>Gets or sets public model names and what is sent to the provider instead. Narrower than the gateway's map.</summary>
    public IDictionary<string, string> ModelMap { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets how a channel is chosen among those of one priority: a name of <see cref="RoutingStrategies"/>.</summary>
    /// <value>The default is <see cref="RoutingStrategies.Weighted"/>.</value>
    public string Strategy { get; set; } = RoutingStrategies.Weighted;

    /// <summary>Gets or sets models that are tried, in order, when every channel of the asked model has failed. Public names, which the group must allow.</summary>
    public IDictionary<string, IList<string>> Fallbacks { get; set; } = new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets fallback models for one kind of error, instead of those of <see cref="Fallbacks"/>: by the kind's name, then by model. <c>ContextLengthExceeded</c> and <c>ContentFiltered</c> are the ones that differ most.</summary>
    public IDictionary<string, IDictionary<string, IList<string>>> FallbacksByKind { get; set; } = new Dictionary<string, IDictionary<string, IList<string>>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gets or sets whose calls prefer one channel, so that the provider's prompt cache is of use. While that channel rests, another one serves them.</summary>
    /// <value>The default is <see cref="Affinity.None"/>.</value>
    public Affinity Affinity { get; set; }

    /// <summary>Gets or sets whether a chat stream that breaks after text is gone on with by another provider from what was delivered, where one takes the beginning of an answer (assistant prefill). A call may say otherwise (<see cref="OneApiChatOptions.ContinueAfterCut"/>).</summary>
    /// <value>The default is <see langword="false"/>: only an answer that repeats what was delivered takes over (<see cref="FailoverOptions.Splice"/>).</value>
    /// <remarks>The rest of the answer is another model's work, and the seam can't be checked. Where nobody takes the beginning, or who does refuses it, the stream is spliced if that is on.</remarks>
    public bool ContinueAfterCut { get; set; }

    /// <summary>Gets or sets kinds of error that lead to the fallback models besides the usual ones. Only <c>ContentFiltered</c> is of use here.</summary>
    public IList<string> FallbackOn { get; set; } = [];

    /// <summary>Gets or sets what callers of the group are charged of a price: a decimal string with at most six digits behind the point, such as <c>0.8</c> for a fifth off.</summary>
    /// <value>The default is <c>1</c>; <c>0</c> charges nothing.</value>
    public string PriceRatio { get; set; } = "1";

    /// <summary>Gets or sets moves of the group's models to new channels. Where several are about a model, the first one counts. In configuration one may stand without a list.</summary>
    public IList<CanaryConfig> Canary { get; set; } = [];

    /// <summary>Gets or sets channels that get copies of the group's calls and serve nobody. In configuration one may stand without a list.</summary>
    public IList<ShadowConfig> Shadow { get; set; } = [];

    /// <summary>Gets or sets the rate limits of all callers of the group together.</summary>
    public RateLimits Limits { get; set; } = new();
}
