package wire

// Interaction types, the "type" of an interaction.
const (
	InteractionPing         = 1
	InteractionCommand      = 2
	InteractionComponent    = 3
	InteractionAutocomplete = 4
	InteractionModal        = 5
)

// Callback types, the "type" of an answer to an interaction.
const (
	CallbackPong           = 1
	CallbackMessage        = 4
	CallbackDefer          = 5
	CallbackDeferUpdate    = 6
	CallbackUpdate         = 7
	CallbackAutocomplete   = 8
	CallbackModal          = 9
	CallbackLaunchActivity = 12
)

// Message flags.
const (
	FlagSuppressEmbeds = 1 << 2
	FlagHasThread      = 1 << 5
	FlagEphemeral      = 1 << 6
	FlagLoading        = 1 << 7
	FlagSilent         = 1 << 12
	FlagVoice          = 1 << 13
	FlagComponentsV2   = 1 << 15
)

// Message types.
const (
	MessageDefault       = 0
	MessageThreadCreated = 18
	MessageReply         = 19
	MessageSlashCommand  = 20
	MessageThreadStarter = 21
	MessageContextMenu   = 23
)

// Channel types.
const (
	ChannelText          = 0
	ChannelDM            = 1
	ChannelVoice         = 2
	ChannelGroupDM       = 3
	ChannelCategory      = 4
	ChannelNews          = 5
	ChannelPublicThread  = 11
	ChannelPrivateThread = 12
	ChannelForum         = 15
)

// Component types.
const (
	ActionRow         = 1
	Button            = 2
	StringSelect      = 3
	TextInput         = 4
	UserSelect        = 5
	RoleSelect        = 6
	MentionableSelect = 7
	ChannelSelect     = 8
	Section           = 9
	TextDisplay       = 10
	Thumbnail         = 11
	MediaGallery      = 12
	FileDisplay       = 13
	Separator         = 14
	Container         = 17
	Label             = 18
	FileUpload        = 19
	RadioGroup        = 21
	CheckboxGroup     = 22
	Checkbox          = 23
)

// Button styles that differ from the plain ones (1 to 4).
const (
	ButtonLink    = 5
	ButtonPremium = 6
)

// Command types.
const (
	CommandSlash   = 1
	CommandUser    = 2
	CommandMessage = 3
)

// Option types of a slash command.
const (
	OptionSub         = 1
	OptionGroup       = 2
	OptionString      = 3
	OptionInteger     = 4
	OptionBoolean     = 5
	OptionUser        = 6
	OptionChannel     = 7
	OptionRole        = 8
	OptionMentionable = 9
	OptionNumber      = 10
	OptionAttachment  = 11
)

// Contexts of an interaction: where it happens.
const (
	ContextGuild   = 0
	ContextBotDM   = 1
	ContextPrivate = 2
)

// Ways an application is installed, the keys of authorizing_integration_owners.
const (
	InstallGuild = 0
	InstallUser  = 1
)
