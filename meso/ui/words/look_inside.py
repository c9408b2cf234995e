"""The words of the page "Look inside"."""

from __future__ import annotations

TITLE = "Look inside"
ICON = ":material/visibility:"
WHAT = (
    "A network turns a face into a number in several steps. Each step makes pictures of the face, "
    "called **maps**: bright where it found what it looks for. Nobody told the network what to "
    "look for. It learned that from examples, and here you can watch."
)
NETWORK = "Which network?"
TABS = ("Maps", "Filters", "Branches", "Where it looks")
SCORES_THIS_FACE = "scores this face"

LOOKING = "Sending the face through the network…"
LAYER = "Which step?"
FINEST_DETAIL = "Before stage 1: the finest detail of the picture"
STAGES = {
    "1": "edges and grain",
    "2": "small patterns",
    "3": "larger patterns, up to an eye",
    "4": "regions of the face",
    "5": "two halves, one for real and one for fake",
}
STEPS = {  # by how the layer's name goes on after the number of its stage and, maybe, its block
    "conv": "Stage {stage}: {what}",
    "join": "Stage {stage}: {what}, all branches together",
    "shrink_relu": "Stage {stage}: {what}",
    "keep_relu": "Stage {stage}: {what}",
    "mix_relu": "Stage {stage}, all maps mixed",
    "reduce": "Stage {stage}, mixed into fewer maps",
    "pool": "Stage {stage}, evened out and made smaller",
    "first_relu": "Stage {stage}, block {block}, halfway",
    "relu": "Stage {stage}, block {block}",
    "shrink_patch_relu": "Patches, stage {stage}: {what}",
    "patch_relu": "Patches, stage {stage}, block {block}",
    "mix_patch_relu": "Patches, stage {stage}, all maps mixed",
}
NAMES_ARE_A_HINT = (
    "The names of the steps are a hint, not a fact: they go by how much of the face a point can "
    "see. What a map really answers to, you have to find out by looking."
)
STRONGEST_FIRST = "Strongest first"
OWN_SCALE = "Each map on its own scale"
OWN_SCALE_HELP = (
    "Off: all maps of the step share one scale, so a dark map really is weak. On: each is "
    "stretched to its own range. Faint maps become visible, but can no longer be compared."
)
EACH_ITS_OWN = (
    "Each map goes from dark blue, its own least, to yellow, its own most: do not compare them."
)
ONE_SCALE = "One scale for all: dark blue is {lowest} or less, yellow is {highest} or more."
DARK = "Maps that stay dark, because nothing in this face makes them answer: {maps}."
THE_FACE = "the face"
STRONGEST_FACE = "the face it answers to most"
ONE_FACE = (
    "This file has one face. With a clip, you also see here which of its faces this map answers "
    "to most."
)
WHICH_MAPS = "Which maps?"

FILTERS = (
    "The first step slides little squares of numbers over the picture, its **filters**, and notes "
    "how well each place fits. Here are all of them, much enlarged. Grey counts nothing, bright "
    "adds, dark takes away; a colour means that the filter cares for that colour."
)
SAME_SCALE = "All share one scale: full colour is a weight of ±{largest:.2f}."
TWO_SQUARES = {  # by the first layer of a network whose filters look at more than the picture
    "features_1_shrink_conv": (
        "This network is also shown the finest detail of the picture, made stronger. So each "
        "filter has two squares: above, for the picture; below, for the detail."
    ),
    "features_1_keep_conv": (
        "This network is not shown the picture, only how its brightness bends. So each filter has "
        "two squares: above, for bends from left to right; below, from top to bottom."
    ),
}
ONE_PIXEL = (
    "These filters are one pixel wide: they only mix red, green and blue. The first ones to look "
    "at neighbouring pixels come after them, in the branches."
)
FETCHING_FILTERS = "Fetching the filters…"
FILTER_LAYERS = {
    "skip": "Of the 1×1 branch",
    "reduce_1": "Before the 3×3 branch",
    "reduce_2": "Before the branch with dilation 2",
    "reduce_3": "Before the branch with dilation 3",
    "features_1_shrink_conv": "Of the whole network",
    "features_1_shrink_patch_conv": "Of the part that sees patches",
}

BRANCHES = (
    "The first two stages of this network look at the face in four ways side by side. A **1×1** "
    "branch sees one point. A **3×3** branch sees its neighbours, too. With **dilation** 2 or 3 "
    "the nine points are two or three apart: the branch sees wider without more numbers to learn."
)
NO_BRANCHES = (
    "This network has no branches: each of its steps has one way of looking. MesoInception-4 has "
    "four; choose a network with “inception” in its name above."
)
WHICH_STAGE = "Which stage?"
STAGE = "Stage {stage}"
BRANCH = {
    "skip": "1×1",
    "dilated_1": "3×3",
    "dilated_2": "3×3, dilation 2",
    "dilated_3": "3×3, dilation 3",
}
BEGINS_WITH = "what it looks at: the picture, mixed by 1×1"

WHERE = (
    "Cover a part of the face with a grey square and score it again: if the score changes, the "
    "network was using that part. Here this was done at every place in turn."
)
PATCH = "Size of the grey square, in pixels of the 256"
COVERING = "Covering a hundred places, one at a time, and scoring each, with two networks…"
TRAINED = "this network"
UNTRAINED = "the same network before it learned anything"
LEGEND = (
    ":orange[**Orange**]: without this place the face looks less fake, so the place speaks for "
    "fake. :blue[**Blue**]: without it the face looks more fake, so the place speaks for real. "
    "Grey: it makes no difference. Each picture has its own scale."
)
ABOUT_MAP = "{name}: score {score:.2f}, full colour is a change of {largest:.2g}"
CHECK = "**The check beside it.** "
WHAT_THE_CHECK_IS = (
    "The right picture is the same map of a network of the same build, its numbers drawn by lot. "
    "If both maps look alike, the left one shows the picture rather than what was learned."
)
FLAT = "One of the two maps is the same everywhere, so there is nothing to compare."
ALIKE = "Here they are **alike** ({alike} on a scale where 1 is the same): do not trust it."
PARTLY = "Here they are **partly alike** ({alike}, where 1 is the same): take it with care."
UNLIKE = (
    "Here they are **not alike** ({alike}, where 1 is the same and 0 is no relation): what the "
    "network learned does shape the left map."
)
NOT_PROVED = "What such a map does not prove"
NOT_PROVED_LIST = """
- It does not show **where a face was altered**. It shows where this network's score hangs on.
- A clear map does not make the **verdict right**: wrong verdicts have clear maps, too.
- The grey square is **itself odd**. Part of a change may be the network's answer to the square, and
  not to what it hides.
- Two places may stand in **for each other**: cover one, and the network uses the other. Then both
  look unimportant.
- It says **where, never why**: an orange mouth may mean its shape, its blur or its light.

The check is that of Adebayo and others (2018), who found that some well-known kinds of maps look
much the same whether or not the network has learned anything.
"""
