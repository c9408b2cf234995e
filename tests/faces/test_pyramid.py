from __future__ import annotations

import cv2
import numpy as np

from meso.faces.pyramid import CELL, STEP, everywhere, levels


def white_cells(pictures):
    """What stands for the first network: sure of a face where all of its 12 pixels are white."""
    count, height, width, _ = pictures.shape
    rows, columns = (height - CELL) // 2 + 1, (width - CELL) // 2 + 1
    confidence = np.array(
        [
            [
                [picture[2 * y : 2 * y + CELL, 2 * x : 2 * x + CELL].min() for x in range(columns)]
                for y in range(rows)
            ]
            for picture in pictures
        ]
    )
    return np.zeros((count, rows, columns, 4), np.float32), confidence / 255


def frame(*squares, size=(180, 320)):
    """Black, with white squares by left, top and side."""
    pixels = np.zeros((*size, 3), np.uint8)
    for left, top, side in squares:
        pixels[max(top, 0) : top + side, max(left, 0) : left + side] = 255
    return pixels


class TestLevels:
    def test_show_the_narrowest_face_at_12_pixels_and_then_wider_ones(self):
        made = levels(frame(), 24)
        scales = [scale for scale, _ in made]
        assert scales[0] == CELL / 24
        np.testing.assert_allclose(np.divide(scales[1:], scales[:-1]), STEP)
        assert [picture.shape for _, picture in made[:2]] == [(90, 160, 3), (63, 113, 3)]

    def test_end_where_a_face_would_be_higher_than_the_frame(self):
        made = levels(frame(), 24)
        assert min(made[-1][1].shape[:2]) >= CELL
        assert min(made[-1][1].shape[:2]) * STEP < CELL

    def test_look_for_no_face_larger_than_the_frame(self):
        assert levels(frame(size=(30, 300)), 40) == []
        assert len(levels(frame(size=(40, 300)), 40)) == 1

    def test_are_the_frame_only_smaller(self, astronaut):
        for _, picture in levels(astronaut, 40):
            expected = cv2.resize(astronaut, picture.shape[1::-1], interpolation=cv2.INTER_AREA)
            assert picture.dtype == np.float32
            assert np.abs(picture - expected).mean() < 3


class TestEverywhere:
    def test_gives_places_in_pixels_of_the_frame(self):
        (row,) = everywhere(levels(frame((100, 60, 24)), 24)[:1], white_cells)
        np.testing.assert_allclose(row, [102, 62, 124, 84, 1])  # mtcnn begins a pixel further in

    def test_finds_small_and_large(self):
        rows = everywhere(levels(frame((20, 20, 30), (150, 40, 120)), 24), white_cells)
        middles = (rows[:, :2] + rows[:, 2:4]) / 2
        assert (np.abs(middles - (35, 35)).max(axis=1) < 6).any()
        assert (np.abs(middles - (210, 100)).max(axis=1) < 12).any()

    def test_of_a_black_frame_is_nothing(self):
        assert everywhere(levels(frame(), 24), white_cells).shape == (0, 5)
        assert everywhere([], white_cells).shape == (0, 5)
